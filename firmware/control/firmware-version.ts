import { readFileSync } from 'node:fs';

/** Version of this firmware, as GetDeviceInformation tells it. */
export const firmwareVersion: string = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
