const day = 86_400_000;

/** Minutes by which a zone is ahead of UTC at a moment. */
type OffsetAt = (time: number) => number;

function offsetsOf(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (time) => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
  };
}

interface Change {
  readonly time: number;
  /** Offsets in minutes. */
  readonly before: number;
  readonly after: number;
}

/** Changes of the offset within a year, to the minute. */
function changesOf(offsetAt: OffsetAt, year: number): readonly Change[] {
  const changes: Change[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  for (let time = Date.UTC(year, 0, 1); time < end; time += day) {
    const [before, after] = [offsetAt(time), offsetAt(time + day)];
    if (before === after) continue;
    let [low, high] = [time, time + day];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ time: high, before, after });
  }
  return changes;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Name of an offset in the quoted form of POSIX, `<+01>`, and the offset itself, whose sign is turned. */
function named(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const tail = rest === 0 ? '' : two(rest);
  const sign = minutes > 0 ? '-' : '';
  return `<${minutes < 0 ? '-' : '+'}${two(hours)}${tail}>${sign}${hours}${rest === 0 ? '' : `:${two(rest)}`}`;
}

function isLast(date: Date): boolean {
  return new Date(date.getTime() + 7 * day).getUTCMonth() !== date.getUTCMonth();
}

/** Rule of a change, `M3.5.0/2`: month, week (5 = the last), day of the week, local time before it. */
function ruleOf(change: Change, nextYear: Change | undefined): string {
  const local = ({ time, before }: Change): Date => new Date(time + before * 60_000);
  const date = local(change);
  const last = isLast(date) && (nextYear === undefined || isLast(local(nextYear)));
  const week = last ? 5 : Math.ceil(date.getUTCDate() / 7);
  const [hours, minutes] = [date.getUTCHours(), date.getUTCMinutes()];
  const time = `${hours}${minutes === 0 ? '' : `:${two(minutes)}`}`;
  return `M${date.getUTCMonth() + 1}.${week}.${date.getUTCDay()}${time === '2' ? '' : `/${time}`}`;
}

/** POSIX time zone (ONVIF Core, SetSystemDateAndTime) of a zone of the browser: no table of zones has to be shipped. */
export function posixZone(zone: string, year: number): string {
  const offsetAt = offsetsOf(zone);
  const changes = changesOf(offsetAt, year);
  const next = changesOf(offsetAt, year + 1);
  const begins = changes.findIndex(({ before, after }) => after > before);
  const ends = changes.findIndex(({ before, after }) => after < before);
  const [summer, winter] = [changes[begins], changes[ends]];
  if (summer === undefined || winter === undefined || changes.length !== 2)
    return named(offsetAt(Date.UTC(year, 11, 31)));
  const rules = [ruleOf(summer, next[begins]), ruleOf(winter, next[ends])];
  return `${named(winter.after)}${named(summer.after)},${rules.join(',')}`;
}

/** Zones that the browser knows, its own first. */
export function knownZones(): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [own, ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== own)];
}
