const pattern = /^(-?)(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;
const minute = 60_000;

/** Decodes xs:dateTime, UTC without a time zone (ONVIF Core: times are UTC); undefined for any other text. */
export function decodeDateTime(text: string): Date | undefined {
  const match = pattern.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign = '', year = '', month = '', day = '', hour = '', minutes = '', seconds = '', fraction = ''] = match;
  const midnight = hour === '24' && minutes === '00' && seconds === '00' && /^0*$/.test(fraction);
  if ((Number(hour) > 23 && !midnight) || Number(minutes) > 59 || Number(seconds) > 59) {
    return undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(Number(`${sign}${year}`), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
    return undefined;
  }
  const offset = zoneOffset(match[9]);
  if (offset === undefined) {
    return undefined;
  }
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const sum = date.getTime() + ((Number(hour) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds;
  const result = new Date(sum - offset);
  return Number.isNaN(result.getTime()) ? undefined : result;
}

/** Encodes a Date as UTC with Z, milliseconds unless zero; undefined for an invalid Date. */
export function encodeDateTime(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) {
    return undefined;
  }
  // Years beyond 9999 have a sign and six digits in ISO 8601, but no sign in XML Schema.
  return date.toISOString().replace(/^\+0*/, '').replace('.000Z', 'Z');
}

function zoneOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') {
    return 0;
  }
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) {
    return undefined;
  }
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * minute;
}
