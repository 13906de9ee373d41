import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { localClock, parseTimeZone } from '../../../../hal/ports/posix-time-zone.ts';
import { posixZone } from '../../../../services/web/page/time/posix-zone.ts';

const zones = suite('time zones of the page');

const rows = [
  ['Europe/Berlin', '<+01>-1<+02>-2,M3.5.0,M10.5.0/3'],
  ['America/New_York', '<-05>5<-04>4,M3.2.0,M11.1.0'],
  ['Asia/Kolkata', '<+0530>-5:30'],
  ['UTC', '<+00>0'],
  ['Asia/Tokyo', '<+09>-9'],
] as const;

for (const [zone, expected] of rows)
  zones(`are written as POSIX rules: ${zone}`, () => assert.is(posixZone(zone, 2026), expected));

/** Hour and minute in a zone by the tables of Node.js. */
function byIntl(zone: string, time: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(time);
}

zones('mean the same to the camera, on each day of the year', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'America/Santiago', 'Asia/Kolkata']) {
    const text = posixZone(zone, 2026);
    const parsed = parseTimeZone(text);
    assert.ok(parsed, text);
    if (parsed === undefined) continue;
    for (let day = 0; day < 365; day += 1) {
      const time = new Date(Date.UTC(2026, 0, 1 + day, 12));
      const local = localClock(parsed, time.getTime());
      const clock = `${String(local.getUTCHours()).padStart(2, '0')}:${String(local.getUTCMinutes()).padStart(2, '0')}`;
      assert.is(clock, byIntl(zone, time), `${zone} ${time.toISOString()} ${text}`);
    }
  }
});

zones.run();
