import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { followInputFile, showContacts } from '../../../hal/virtual/contact-files.ts';
import { moveVirtualContact, onVirtualInput, virtualInput } from '../../../hal/virtual/contacts.ts';
import { until } from '../../until.ts';
import { FakeClock } from '../fake-clock.ts';

const room = suite('files of simulated contacts');
const folder = mkdtempSync(join(tmpdir(), 'vedette-contacts-'));
const path = join(folder, 'contacts');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
let end: () => void = () => undefined;

room.before.each(() => {
  lines.length = 0;
  rmSync(path, { force: true });
});

room.after.each(() => end());

room.after(() => rmSync(folder, { recursive: true }));

const closed = (): readonly string[] => ['Input1', 'Input2'].filter(virtualInput);

room('close the inputs that the file names, now and at each look, until stopped', async () => {
  const clock = new FakeClock();
  writeFileSync(path, 'Input2 Unknown\n');
  end = followInputFile(path, ['Input1', 'Input2'], log, clock);
  assert.equal(closed(), ['Input2']);
  writeFileSync(path, 'Input1\nInput2');
  await clock.pass(1000);
  assert.equal(closed(), ['Input1', 'Input2']);
  writeFileSync(path, '');
  await clock.pass(1000);
  assert.equal(closed(), []);
  assert.equal(lines, []);
  end();
  writeFileSync(path, 'Input1');
  await clock.pass(2000);
  assert.equal(closed(), []);
});

room('follow a file that is written in place or replaced, as the kernel tells it', async () => {
  const changes: boolean[] = [];
  writeFileSync(path, 'Input2');
  end = followInputFile(path, ['Input1', 'Input2'], log);
  const unsubscribe = onVirtualInput('Input2', (active) => changes.push(active));
  writeFileSync(path, 'Input1\nInput2');
  await until(() => virtualInput('Input1'));
  writeFileSync(`${path}.new`, 'Input2');
  renameSync(`${path}.new`, path);
  await until(() => !virtualInput('Input1'));
  unsubscribe();
  assert.equal(changes, []);
});

room('change nothing while the input file is gone, and say so once', async () => {
  const clock = new FakeClock();
  writeFileSync(path, 'Input1');
  end = followInputFile(path, ['Input1'], log, clock);
  rmSync(path);
  await clock.pass(5000);
  assert.equal([virtualInput('Input1'), lines.length], [true, 1]);
});

room('show each contact as it moves', () => {
  moveVirtualContact('Relay1', false);
  end = showContacts(path, log);
  assert.match(readFileSync(path, 'utf8'), /^Relay1 open$/m);
  moveVirtualContact('Relay1', true);
  assert.match(readFileSync(path, 'utf8'), /^Relay1 closed$/m);
});

room('are no reason to stop where the folder cannot be written', () => {
  end = showContacts(join(folder, 'missing', 'contacts'), log);
  assert.match(lines.join(''), /"level":40.*cannot be written/);
});

room.run();
