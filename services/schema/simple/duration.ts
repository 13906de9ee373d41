const pattern = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const second = 1000;
const day = 86_400 * second;

/** Milliseconds of an xs:duration; a year counts as 365 days and a month as 30. NaN for any other text. */
export function milliseconds(duration: string): number {
  const match = pattern.exec(duration.trim());
  if (match === null) return Number.NaN;
  const [years, months, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  const wholeDays = (years ?? 0) * 365 + (months ?? 0) * 30 + (days ?? 0);
  const time = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return (match[1] === '-' ? -1 : 1) * (wholeDays * day + time * second);
}
