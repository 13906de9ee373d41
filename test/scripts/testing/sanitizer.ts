import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sanitize } from '../../../scripts/testing/sanitizer.ts';
import type { SuiteFile } from '../../../scripts/testing/suites.ts';

const sanitizer = suite('suites under AddressSanitizer');
const folder = mkdtempSync(join(tmpdir(), 'vedette-sanitizer-'));
sanitizer.after(() => rmSync(folder, { recursive: true }));

function file(source: string, text: string): SuiteFile {
  const compiled = join(folder, source.replaceAll('/', '-'));
  writeFileSync(compiled, text);
  return { source, compiled, limitSeconds: 120, alone: false, weight: 10 };
}

const loading = 'const addon = process.env.VEDETTE_NATIVE;';
const suites = [
  file('test/hal/hub.ts', loading),
  file('test/services/stream.ts', loading),
  file('test/hal/table.ts', 'export const rows = [];'),
];
const measuring: SuiteFile = { ...file('test/hal/rate.ts', loading), plain: true };
const words = 'VEDETTE_SLOW=3 LD_PRELOAD=/lib/asan.so ASAN_OPTIONS=detect_leaks=0';
const sanitized = (chosen: boolean): readonly string[] =>
  sanitize(suites, words, chosen)
    .filter(({ environment }) => environment !== undefined)
    .map(({ source }) => source);

sanitizer('are those of test/hal that load native code in a whole run', () => {
  assert.equal(sanitized(false), ['test/hal/hub.ts']);
});

sanitizer('are all that load native code where the caller named them', () => {
  assert.equal(sanitized(true), ['test/hal/hub.ts', 'test/services/stream.ts']);
});

sanitizer('run two at a time, with their environment, a longer limit and before all others', () => {
  const [hub] = sanitize(suites, words, false);
  assert.equal(hub?.environment, { VEDETTE_SLOW: '3', LD_PRELOAD: '/lib/asan.so', ASAN_OPTIONS: 'detect_leaks=0' });
  assert.is(hub?.devices, 'sanitizer 0');
  assert.is(hub?.limitSeconds, 360);
  assert.is(hub?.weight, 1010);
});

sanitizer('run one after the other where they share a place, the longest first', () => {
  const lengths = [10, 40, 20, 30].map((weight) => ({ ...file(`test/hal/${weight}.ts`, loading), weight }));
  assert.equal(
    sanitize(lengths, words, false).map(({ devices }) => devices),
    ['sanitizer 1', 'sanitizer 0', 'sanitizer 0', 'sanitizer 1'],
  );
});

sanitizer('are never those that measure what is not ours', () => {
  assert.equal(sanitize([measuring], words, true), [measuring]);
});

sanitizer('are none without an environment for them', () => {
  assert.equal(sanitize(suites, undefined, true), suites);
});

sanitizer.run();
