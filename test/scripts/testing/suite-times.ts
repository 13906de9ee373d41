import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSuiteTimes, storeSuiteTimes } from '../../../scripts/testing/suite-times.ts';

const suiteTimes = suite('suite times');
const folder = mkdtempSync(join(tmpdir(), 'vedette-times-'));
suiteTimes.after(() => rmSync(folder, { recursive: true }));

suiteTimes('are empty where no run was stored', () => {
  assert.equal(readSuiteTimes(join(folder, 'none.json')), {});
});

for (const [name, text] of [
  ['no JSON', '{"a":'],
  ['a list', '[1, 2]'],
  ['a number', '3'],
  ['null', 'null'],
] as const)
  suiteTimes(`are read without fault where the file holds ${name}`, () => {
    const path = join(folder, 'damaged.json');
    writeFileSync(path, text);
    for (const seconds of Object.values(readSuiteTimes(path))) assert.type(seconds, 'number');
  });

suiteTimes('leave out what is no time', () => {
  const path = join(folder, 'mixed.json');
  writeFileSync(path, '{"test/a.ts": 3, "test/b.ts": "long", "test/c.ts": -1}');
  assert.equal(readSuiteTimes(path), { 'test/a.ts': 3 });
});

suiteTimes('keep those of suites that did not run this time, but not of suites that are gone', () => {
  const path = join(folder, 'new', 'times.json');
  storeSuiteTimes(path, { 'test/b.ts': 2, 'test/a.ts': 1, 'test/gone.ts': 3 }, () => true);
  storeSuiteTimes(path, { 'test/b.ts': 4 }, (source) => source !== 'test/gone.ts');
  assert.equal(readSuiteTimes(path), { 'test/a.ts': 1, 'test/b.ts': 4 });
  assert.match(readFileSync(path, 'utf8'), /a\.ts.*\n.*b\.ts/);
});

suiteTimes.run();
