import { localClock, parseTimeZone } from '../../ports/posix-time-zone.ts';

const day = 86_400_000;
/** Days for which the changes of a zone are looked up: longer than a camera runs without a restart. */
const days = 3700;

/**
 * Changes of a POSIX time zone as the native clock takes them (GVariant a(xi)), from a day before `now` on; UTC where the text is no
 * zone.
 * @param now ms since 1970
 */
export function zoneSteps(zone: string, now: number): string {
  const parsed = parseTimeZone(zone);
  if (parsed === undefined) return '[(0, 0)]';
  const offsetAt = (time: number): number => localClock(parsed, time).getTime() - time;
  const first = now - day;
  const steps = [[first, offsetAt(first)] as const];
  for (let at = first; at < now + days * day; at += day) {
    let [before, after] = [at, at + day];
    if (offsetAt(before) === offsetAt(after)) continue;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (middle === before) break;
      if (offsetAt(middle) === offsetAt(at)) before = middle;
      else after = middle;
    }
    steps.push([after, offsetAt(after)]);
  }
  return `[${steps.map(([from, offset]) => `(${Math.ceil(from / 1000)}, ${Math.round(offset / 1000)})`).join(', ')}]`;
}
