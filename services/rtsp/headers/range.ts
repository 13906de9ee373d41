/** Range header (RFC 2326 12.29), as far as a live stream needs it. */
export type Range =
  | { readonly unit: 'npt'; readonly start: 'now' | number }
  /** UTC, ms since 1970; undefined for a clock range without start. */
  | { readonly unit: 'clock'; readonly start: number };

function parseNpt(text: string): Range | undefined {
  const start = text.split('-')[0]?.trim() ?? '';
  if (start === 'now' || start === '') return { unit: 'npt', start: 'now' };
  const clock = /^(\d{1,5}):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(start);
  if (clock !== null) return { unit: 'npt', start: Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) };
  return /^\d{1,9}(\.\d*)?$/.test(start) ? { unit: 'npt', start: Number(start) } : undefined;
}

function parseClock(text: string): Range | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d{1,9})?)Z-/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  const start = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute) + Math.round((second ?? 0) * 1000);
  return Number.isNaN(start) ? undefined : { unit: 'clock', start };
}

/** undefined for a malformed range or a unit that is not known. */
export function parseRange(value: string): Range | undefined {
  const match = /^\s*(npt|clock)\s*=\s*([^;]*)/i.exec(value);
  const text = match?.[2]?.trim() ?? '';
  if (match === null || !text.includes('-')) return undefined;
  return match[1]?.toLowerCase() === 'npt' ? parseNpt(text) : parseClock(text);
}

export function serializeRange(range: Range): string {
  if (range.unit === 'npt') return `npt=${range.start === 'now' ? 'now' : range.start.toFixed(3)}-`;
  const [date, time] = new Date(range.start).toISOString().split('T');
  return `clock=${date?.replace(/-/g, '')}T${time?.replace(/:/g, '')}-`;
}
