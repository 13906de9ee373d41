import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LogFile } from '../../../firmware/log/log-file.ts';
import { LogRing } from '../../../firmware/log/log-ring.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('log on disk');
const confirm = async (): Promise<void> => undefined;
const line = (text: string, level = 30): string => `{"level":${level},"time":0,"name":"control","msg":"${text}"}\n`;

/** One life of a camera that logs these lines, the first of them before its data folder is open. */
async function live(path: string, texts: readonly string[]): Promise<LogRing> {
  const ring = new LogRing();
  const [first = '', ...others] = texts;
  ring.add(line(first));
  const file = new LogFile({ path, ring, confirm });
  await file.open();
  for (const text of others) ring.add(line(text));
  await file.close();
  return ring;
}

room('a log has what earlier lives have logged, each line once, for the owner alone', async () => {
  const path = temporaryFolder();
  await live(path, ['start 1', 'end 1']);
  await live(path, ['start 2', 'end 2']);
  const ring = await live(path, ['start 3', 'end 3']);
  const words = ring.text().match(/(start|end) \d/g);
  assert.equal(words, ['start 1', 'end 1', 'start 2', 'end 2', 'start 3', 'end 3']);
  assert.is(statSync(join(path, 'log', 'system.jsonl')).mode & 0o777, 0o600);
});

room('a second run in one process does not read its own lines again', async () => {
  const path = temporaryFolder();
  const ring = await live(path, ['start', 'end']);
  const file = new LogFile({ path, ring, confirm });
  await file.open();
  ring.add(line('again'));
  await file.close();
  assert.equal(ring.text().match(/start|end|again/g), ['start', 'end', 'again']);
  assert.is((readFileSync(join(path, 'log', 'system.jsonl'), 'utf8').match(/start/g) ?? []).length, 1);
});

room('two files of a quarter of a MiB are all that it takes', async () => {
  const path = temporaryFolder();
  for (let life = 0; life < 12; life += 1) await live(path, Array(1000).fill(`life ${life} ${'x'.repeat(60)}`));
  const folder = join(path, 'log');
  assert.equal(readdirSync(folder).toSorted(), ['system.1.jsonl', 'system.jsonl']);
  for (const name of readdirSync(folder)) assert.ok(statSync(join(folder, name)).size <= 256 * 1024);
  const text = (await live(path, ['last'])).text();
  assert.match(text, 'life 11 ');
  assert.ok(text.length < 600 * 1024);
});

room('a disk that is not there gets no line, and the camera goes on', async () => {
  const path = temporaryFolder();
  const ring = new LogRing();
  const gone = new LogFile({ path, ring, confirm: () => Promise.reject(new Error('gone')) });
  await gone.open();
  ring.add(line('lost', 50));
  await gone.close();
  assert.equal(readdirSync(path), []);
});

room.run();
