import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { followLightFile } from '../../../hal/virtual/light-file.ts';
import { FakeClock } from '../fake-clock.ts';

const room = suite('file of the virtual light');
const folder = mkdtempSync(join(tmpdir(), 'vedette-light-'));
const path = join(folder, 'light');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
let clock = new FakeClock();
let end: () => void = () => undefined;

room.before.each(() => {
  clock = new FakeClock();
  lines.length = 0;
  rmSync(path, { force: true });
});

room.after.each(() => end());

room.after(() => rmSync(folder, { recursive: true }));

room('is read at once, and when it changes, until stopped', async () => {
  writeFileSync(path, '0.5\n');
  const light = new VirtualLight();
  end = followLightFile(path, light, log, clock);
  assert.is(light.light(), 0.5);
  writeFileSync(path, '1e3');
  await clock.pass(500);
  assert.is(light.light(), 1000);
  assert.equal(lines, []);
  end();
  writeFileSync(path, '7');
  await clock.pass(600);
  assert.is(light.light(), 1000);
});

room('changes nothing while it does not exist', async () => {
  const light = new VirtualLight(60);
  end = followLightFile(path, light, log, clock);
  await clock.pass(1100);
  assert.equal([light.light(), lines.length], [60, 1]);
  assert.match(lines[0] ?? '', /"level":40.*light does not exist/);
  writeFileSync(path, '70');
  await clock.pass(500);
  assert.is(light.light(), 70);
});

for (const text of ['', 'dark', '-1', '200001', 'Infinity', '5 lux', '9'.repeat(100_000)]) {
  room(`is ignored, and warned of once, when it contains ${JSON.stringify(text.slice(0, 20))}`, async () => {
    writeFileSync(path, text);
    const light = new VirtualLight(60);
    end = followLightFile(path, light, log, clock);
    await clock.pass(600);
    assert.equal([light.light(), lines.length], [60, 1], lines.join(''));
    assert.match(lines[0] ?? '', /not in 0\.\.200000/);
    writeFileSync(path, '80');
    await clock.pass(500);
    assert.is(light.light(), 80);
  });
}

room('is never read when it is not a file', () => {
  for (const [index, one] of ['/dev/zero', folder].entries()) {
    followLightFile(one, new VirtualLight(), log)();
    assert.match(lines[index] ?? '', /is not a file/);
  }
});

room.run();
