import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { localClock, parseTimeZone } from '../../../hal/ports/posix-time-zone.ts';

const zones = suite('POSIX time zones');

/** What the time zone database says of the same places. */
const places: readonly (readonly [posix: string, place: string])[] = [
  ['UTC0', 'UTC'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 'Europe/Berlin'],
  ['EST5EDT,M3.2.0,M11.1.0', 'America/New_York'],
  ['EST5EDT', 'America/New_York'],
  ['<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', 'Australia/Lord_Howe'],
  ['NZST-12NZDT,M9.5.0,M4.1.0/3', 'Pacific/Auckland'],
  ['<+0545>-5:45', 'Asia/Kathmandu'],
  ['<-03>3', 'America/Sao_Paulo'],
];

function shown(place: string, at: number): string {
  const format = { timeZone: place, dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv', format).format(at);
}

for (const [posix, place] of places) {
  zones(`${posix} shows the time of ${place}`, () => {
    const zone = parseTimeZone(posix);
    assert.ok(zone);
    const moments = fc.integer({ min: Date.UTC(2021, 0, 1) / 1000, max: Date.UTC(2036, 0, 1) / 1000 });
    fc.assert(
      fc.property(moments, (second) => {
        const clock = localClock(zone, second * 1000);
        assert.is(clock.toISOString().slice(0, 19).replace('T', ' '), shown(place, second * 1000));
      }),
      { numRuns: 300 },
    );
  });
}

const changes: readonly (readonly [posix: string, before: string, after: string])[] = [
  ['CET-1CEST,M3.5.0,M10.5.0/3', '2026-03-29T00:59:59Z', '01:59:59'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', '2026-03-29T01:00:00Z', '03:00:00'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', '2026-10-25T00:59:59Z', '02:59:59'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', '2026-10-25T01:00:00Z', '02:00:00'],
  ['AAA0BBB,J60/0,J300/0', '2028-02-29T12:00:00Z', '12:00:00'],
  ['AAA0BBB,J60/0,J300/0', '2028-03-01T12:00:00Z', '13:00:00'],
  ['AAA0BBB,59/0,300/0', '2028-02-29T12:00:00Z', '13:00:00'],
];

for (const [posix, utc, local] of changes) {
  zones(`${posix} shows ${local} at ${utc}`, () => {
    const zone = parseTimeZone(posix);
    assert.ok(zone);
    assert.is(localClock(zone, Date.parse(utc)).toISOString().slice(11, 19), local);
  });
}

for (const text of [
  '',
  'UTC',
  'U0',
  'CET-1CEST,M3.5.0',
  'CET-1CEST,M13.5.0,M10.5.0',
  'CET-1CEST,M3.6.0,M1.1.0',
  'A<B>3',
]) {
  zones(`refuses ${text || 'nothing'}`, () => assert.is(parseTimeZone(text), undefined));
}

zones.run();
