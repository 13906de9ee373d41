import { language } from './texts.ts';

/** Number in the notation of the page's language. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(value);
}

export function clockTime(time: Date): string {
  return new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    time,
  );
}

export function dateTime(time: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(language.value, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone !== undefined && { timeZone }),
  }).format(time);
}

/** Bytes a day or in a file, in the unit that fits. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${number(value / 1000 ** power, power > 1 ? 1 : 0)} ${units[power]}`;
}
