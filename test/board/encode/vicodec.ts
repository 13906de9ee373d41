import { existsSync, writeFileSync } from 'node:fs';

const driver = '/sys/bus/platform/drivers/vicodec';

/** Takes the codec away from the kernel, as if it was unplugged. */
export function removeCodec(): void {
  writeFileSync(`${driver}/unbind`, 'vicodec.0');
}

/** Gives the codec back, unless it is there. */
export function returnCodec(): void {
  if (!existsSync(`${driver}/vicodec.0`)) writeFileSync(`${driver}/bind`, 'vicodec.0');
}
