import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDateTime, encodeDateTime } from '../../../../services/schema/simple/date-time.ts';

const dateTime = suite('xs:dateTime');

const valid: readonly (readonly [string, string])[] = [
  ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00Z'],
  ['2024-02-29T12:00:00', '2024-02-29T12:00:00Z'],
  ['2024-02-29T12:00:00+02:00', '2024-02-29T10:00:00Z'],
  ['2024-02-29T12:00:00.5-00:30', '2024-02-29T12:30:00.500Z'],
  ['2024-02-29T12:00:00.123456789Z', '2024-02-29T12:00:00.123Z'],
  ['2023-12-31T24:00:00Z', '2024-01-01T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ['12024-01-01T00:00:00Z', '12024-01-01T00:00:00Z'],
];

const invalid: readonly string[] = [
  '',
  '2024-01-01',
  '2023-02-29T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-00-01T00:00:00Z',
  '2024-01-32T00:00:00Z',
  '2024-01-01T24:00:01Z',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:60Z',
  '2024-01-01T00:00:00+15:00',
  '2024-01-01T00:00:00.Z',
  '2024-01-01 00:00:00Z',
  '999999-01-01T00:00:00Z',
];

dateTime('reads every time zone and writes UTC with Z', () => {
  for (const [text, written] of valid) {
    assert.is(encodeDateTime(decodeDateTime(text) ?? new Date(Number.NaN)), written, text);
  }
});

dateTime('refuses what is no moment', () => {
  for (const text of invalid) {
    assert.is(decodeDateTime(text), undefined, text);
  }
  assert.is(encodeDateTime(new Date(Number.NaN)), undefined);
});

dateTime.run();
