/** Range header (RFC 2326 12.29), as far as a live stream needs it. */
export type Range =
  /** Seconds; `now` where no start is given. */
  | { readonly unit: 'npt'; readonly start: 'now' | number }
  /** UTC, ms since 1970. */
  | { readonly unit: 'clock'; readonly start: number };

/** Seconds of an npt time; undefined when it is malformed. */
function parseNptTime(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,5}):([0-5]?\d):([0-5]?\d(?:\.\d{0,9})?)$/.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return /^\d{1,9}(\.\d{0,9})?$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds since 1970 of a clock time; undefined when it is malformed. */
function parseClockTime(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d{0,9})?)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.map(Number);
  const isTime = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61;
  if (!isTime) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute) + Math.round(second * 1000);
}

const units = { npt: parseNptTime, clock: parseClockTime } as const;

function rangeOf(unit: Range['unit'], start: number | undefined): Range | undefined {
  if (unit === 'npt') return { unit, start: start ?? 'now' };
  return start === undefined ? undefined : { unit, start };
}

/** Undefined for a malformed range, one that ends before it starts, and a unit that is not known. */
export function parseRange(value: string): Range | undefined {
  const [range = ''] = value.split(';', 1);
  const [unit, times, more] = range.split('=', 3).map((text) => text.trim());
  const [first, last, other] = times?.split('-', 3).map((text) => text.trim()) ?? [];
  const name = unit?.toLowerCase();
  if ((name !== 'npt' && name !== 'clock') || more !== undefined || last === undefined || other !== undefined)
    return undefined;
  const isOpen = first === '' || (name === 'npt' && first === 'now');
  const start = isOpen ? undefined : units[name](first ?? '');
  const end = last === '' ? Number.POSITIVE_INFINITY : units[name](last);
  if ((!isOpen && start === undefined) || end === undefined || end < (start ?? 0)) return undefined;
  return rangeOf(name, start);
}

export function serializeRange(range: Range): string {
  if (range.unit === 'npt') return `npt=${range.start === 'now' ? 'now' : range.start.toFixed(3)}-`;
  const [date, time] = new Date(range.start).toISOString().split('T');
  return `clock=${date?.replace(/-/g, '')}T${time?.replace(/:/g, '')}-`;
}
