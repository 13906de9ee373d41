import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { patient, slowness } from '../../../hal/system/patience.ts';

const patience = suite('patience');

for (const [text, expected] of [
  [undefined, 1],
  ['', 1],
  ['0', 1],
  ['-3', 1],
  ['many', 1],
  ['NaN', 1],
  ['1', 1],
  ['2.5', 2.5],
  ['30', 30],
  ['1000', 100],
  ['Infinity', 100],
] as const) {
  patience(`VEDETTE_SLOW ${text ?? 'absent'} stretches limits ${expected} times`, () => {
    assert.is(slowness(text === undefined ? {} : { VEDETTE_SLOW: text }), expected);
  });
}

patience('keeps limits on a machine that is not slow', () => {
  assert.is(process.env.VEDETTE_SLOW, undefined, 'the suite runs without it');
  assert.is(patient(1000), 1000);
});

patience.run();
