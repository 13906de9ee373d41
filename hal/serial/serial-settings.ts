import { HalError } from '../ports/hal-error.ts';
import type { SerialSettings } from '../ports/serial-port.ts';

/** Baud rates of every UART driver of Linux (termios). */
const baudRates: readonly number[] = [
  300, 600, 1200, 1800, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
];

const offered = {
  baudRate: baudRates,
  parity: ['None', 'Even', 'Odd'],
  characterLength: [7, 8],
  stopBits: [1, 2],
} as const satisfies { [Name in keyof SerialSettings]: readonly SerialSettings[Name][] };

/** Throws HalError 'unsupported' that names the member and its possible values. */
export function checkSerialSettings(id: string, settings: SerialSettings): void {
  for (const [name, values] of Object.entries(offered)) {
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
