import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRange, type Range, serializeRange } from '../../../../services/rtsp/headers/range.ts';

const range = suite('range');

const rows: readonly [string, Range, string][] = [
  ['npt=now-', { unit: 'npt', start: 'now' }, 'npt=now-'],
  ['npt=-', { unit: 'npt', start: 'now' }, 'npt=now-'],
  ['npt=0.000-', { unit: 'npt', start: 0 }, 'npt=0.000-'],
  ['npt=0.5-10', { unit: 'npt', start: 0.5 }, 'npt=0.500-'],
  ['npt = 1:02:03.5-', { unit: 'npt', start: 3723.5 }, 'npt=3723.500-'],
  ['npt=0-;time=19970123T143720Z', { unit: 'npt', start: 0 }, 'npt=0.000-'],
  [
    'clock=20260301T101112Z-',
    { unit: 'clock', start: Date.UTC(2026, 2, 1, 10, 11, 12) },
    'clock=20260301T101112.000Z-',
  ],
  [
    'clock=20260301T101112.25Z-20260301T111112Z',
    { unit: 'clock', start: Date.UTC(2026, 2, 1, 10, 11, 12, 250) },
    'clock=20260301T101112.250Z-',
  ],
];

for (const [text, value, written] of rows) {
  range(`reads ${text}`, () => assert.equal(parseRange(text), value));
  range(`writes ${written} for ${text}`, () => {
    assert.is(serializeRange(value), written);
    assert.equal(parseRange(written), value);
  });
}

for (const text of [
  '',
  'npt',
  'npt=',
  'npt=5',
  'npt=abc-',
  'smpte=0:10:00-',
  'clock=now-',
  'clock=2026-',
  'npt=1e9-',
  'npt=20-10',
  'npt=1:00:00-0:59:59',
  'npt=0-abc',
  'npt=1-2-3',
  'npt=5=-',
  'clock=20260301T101112Z-20260301T101111Z',
  'clock=20261301T101112Z-',
]) {
  range(`refuses '${text}'`, () => assert.is(parseRange(text), undefined));
}

range('takes any text without an exception', () => {
  fc.assert(
    fc.property(fc.constantFrom('npt=', 'clock='), fc.string(), (unit, text) => {
      const found = parseRange(unit + text);
      if (found !== undefined) assert.equal(parseRange(serializeRange(found))?.unit, found.unit);
    }),
  );
});

range.run();
