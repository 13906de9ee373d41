/** Day and time of a change between standard and daylight saving time, in local time. */
interface Change {
  readonly day:
    | { readonly kind: 'month'; readonly month: number; readonly week: number; readonly weekday: number }
    /** Days since 1 January; a `J` day never counts 29 February. */
    | { readonly kind: 'day'; readonly day: number; readonly leap: boolean };
  /** Seconds after midnight; may lie on another day. */
  readonly time: number;
}

/** A time zone of POSIX 1003.1 section 8.3. Offsets are seconds west of Greenwich, as POSIX counts. */
interface TimeZone {
  readonly offset: number;
  readonly daylightSaving?: { readonly offset: number; readonly from: Change; readonly to: Change };
}

const name = '(?:<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})';
const clock = String.raw`[+-]?\d{1,3}(?::\d{1,2}){0,2}`;
const day = String.raw`(?:M\d{1,2}\.\d\.\d|J?\d{1,3})`;
const change = `,(${day})(?:/(${clock}))?`;
const standardForm = new RegExp(`^${name}${clock}`);
const form = new RegExp(`^${name}(${clock})(?:(${name})(${clock})?(?:${change}${change})?)?$`);

/** Seconds of an offset and of the time of a change at most (POSIX 8.3, RFC 8536 3.3.1). */
const longestOffset = 24 * 3600 + 3599;
const latestChange = 167 * 3600;

/** The text without its summer part: the zone while summer time is switched off. */
export function withoutSummerTime(text: string): string {
  return standardForm.exec(text)?.[0] ?? text;
}

/** Undefined when the text is no POSIX time zone. */
export function parseTimeZone(text: string): TimeZone | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, standard = '', daylight, saving, fromDay, fromTime, toDay, toTime] = match;
  const offset = seconds(standard);
  if (Math.abs(offset) > longestOffset || Math.abs(seconds(saving ?? '0')) > longestOffset) return undefined;
  if (daylight === undefined) return { offset };
  // POSIX leaves the default rule to the system; this one is that of the United States.
  const from = parseChange(fromDay ?? 'M3.2.0', fromTime);
  const to = parseChange(toDay ?? 'M11.1.0', toTime);
  if (from === undefined || to === undefined) return undefined;
  return { offset, daylightSaving: { offset: saving === undefined ? offset - 3600 : seconds(saving), from, to } };
}

function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

function parseChange(text: string, at: string = '2'): Change | undefined {
  const time = seconds(at);
  if (Math.abs(time) > latestChange) return undefined;
  if (!text.startsWith('M')) {
    const leap = !text.startsWith('J');
    const number = Number(text.replace('J', ''));
    const last = 365;
    if (number > last || (!leap && number < 1)) return undefined;
    return { day: { kind: 'day', day: leap ? number : number - 1, leap }, time };
  }
  const [month = 0, week = 0, weekday = 0] = text.slice(1).split('.').map(Number);
  if (month < 1 || month > 12 || week < 1 || week > 5 || weekday > 6) return undefined;
  return { day: { kind: 'month', month, week, weekday }, time };
}

/** Time of the change in seconds since 1970, on the local clock before the change. */
function changeIn(year: number, { day: on, time }: Change): number {
  return dateIn(year, on) / 1000 + time;
}

function dateIn(year: number, on: Change['day']): number {
  if (on.kind === 'day') {
    const isLeapYear = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    return Date.UTC(year, 0, 1 + on.day + (!on.leap && isLeapYear && on.day >= 59 ? 1 : 0));
  }
  const first = new Date(Date.UTC(year, on.month - 1, 1)).getUTCDay();
  const date = 1 + ((on.weekday - first + 7) % 7) + (on.week - 1) * 7;
  const days = new Date(Date.UTC(year, on.month, 0)).getUTCDate();
  return Date.UTC(year, on.month - 1, date > days ? date - 7 : date);
}

/** Local time at `now` (milliseconds since 1970), as a Date whose UTC members are local. */
export function localClock(zone: TimeZone, now: number): Date {
  const { offset, daylightSaving } = zone;
  const standard = new Date(now - offset * 1000);
  if (daylightSaving === undefined) return standard;
  const year = standard.getUTCFullYear();
  const from = (changeIn(year, daylightSaving.from) + offset) * 1000;
  const to = (changeIn(year, daylightSaving.to) + daylightSaving.offset) * 1000;
  // Daylight saving time spans the turn of the year in the southern hemisphere.
  const saving = from < to ? now >= from && now < to : now >= from || now < to;
  return saving ? new Date(now - daylightSaving.offset * 1000) : standard;
}

/** True when both rules give the same local time: offsets and instants of change are compared, not texts. */
export function sameZone(one: string, other: string): boolean {
  const [a, b] = [parseTimeZone(one), parseTimeZone(other)];
  if (a === undefined || b === undefined || a.offset !== b.offset) return false;
  const [summer, otherSummer] = [a.daylightSaving, b.daylightSaving];
  if (summer === undefined || otherSummer === undefined) return summer === otherSummer;
  // A leap year and another one.
  return (
    summer.offset === otherSummer.offset &&
    [2028, 2029].every(
      (year) =>
        changeIn(year, summer.from) === changeIn(year, otherSummer.from) &&
        changeIn(year, summer.to) === changeIn(year, otherSummer.to),
    )
  );
}
