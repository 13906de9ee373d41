/** Formats of dates and times that are offered (ONVIF Media, OSD); names of days and months are English. */
export const dateFormats = [
  'M/d/yyyy',
  'MM/dd/yyyy',
  'dd/MM/yyyy',
  'yyyy/MM/dd',
  'yyyy-MM-dd',
  'dddd, MMMM dd, yyyy',
  'MMMM dd, yyyy',
  'dd MMMM, yyyy',
] as const;

export const timeFormats = ['h:mm:ss tt', 'hh:mm:ss tt', 'H:mm:ss', 'HH:mm:ss'] as const;

export const defaultFormats = { date: 'yyyy-MM-dd', time: 'HH:mm:ss' } as const;

/** Format as it is listed; one in other capitals (`YYYY-MM-DD`) where no exact one is. */
export function listedFormat(formats: readonly string[], wanted: string): string | undefined {
  const alike = formats.filter((one) => one.toLowerCase() === wanted.toLowerCase());
  return alike.find((one) => one === wanted) ?? (alike.length === 1 ? alike[0] : undefined);
}
