import { HalError } from '../ports/hal-error.ts';
import { type SerialSettings, serialOptions } from '../ports/serial-port.ts';

/** Throws HalError 'unsupported' that names the member and its possible values. */
export function checkSerialSettings(id: string, settings: SerialSettings): void {
  for (const [name, values] of Object.entries(serialOptions)) {
    const value: unknown = Reflect.get(settings, name);
    if ((values as readonly unknown[]).includes(value)) continue;
    throw new HalError('unsupported', `serial port ${id}: ${name} ${value}; it can be ${values.join(', ')}`);
  }
}

/** Time (ms) of bytes on the wire. */
export function wireTime(bytes: number, { baudRate, parity, characterLength, stopBits }: SerialSettings): number {
  const bits = 1 + characterLength + (parity === 'None' ? 0 : 1) + stopBits;
  return (bytes * bits * 1000) / baudRate;
}
