import type { Clock } from '../ports/clock.ts';
import type { I2cBus } from '../ports/i2c-bus.ts';
import { type LightMeter, lampTime, type MeterRange, measureInRanges } from './light-meter.ts';

const register = { configuration: 0x00, powerSaving: 0x03, light: 0x04 } as const;
const shutDown = 0x0001;
/** Gain, bits 11 and 12 of the configuration. */
const gains = { eighth: 2 << 11, double: 1 << 11 } as const;
/** Integration time, bits 6 to 9 of the configuration. */
const times = { 100: 0 << 6, 800: 3 << 6 } as const;
/** Resolution (lux a count) with double gain and 800 ms (data sheet from revision 1.7 on; 0.0036 before). */
const finest = 0.0042;
/** Highest light (lux) at which counts are proportional to it. */
const linearTo = 1000;

interface Range extends MeterRange {
  readonly bits: number;
  readonly milliseconds: number;
}

const ranges: readonly [Range, ...Range[]] = [
  { bits: gains.double | times[800], milliseconds: 800, luxPerCount: finest, high: 50_000, low: 0 },
  { bits: gains.double | times[100], milliseconds: 100, luxPerCount: finest * 8, high: 28_000, low: 2500 },
  { bits: gains.eighth | times[100], milliseconds: 100, luxPerCount: finest * 128, high: 65_535, low: 700 },
];

/** Vishay's polynomial for light above 1000 lux. */
function linear(lux: number): number {
  if (lux <= linearTo) return lux;
  return (((6.0135e-13 * lux - 9.3924e-9) * lux + 8.1488e-5) * lux + 1.0023) * lux;
}

/** Vishay VEML7700: 0.004 to over 120000 lux, accurate to 10 %, a second a reading in the dark, insensitive to infrared. */
export function veml7700(bus: I2cBus, address: number, clock: Clock): LightMeter {
  const write = (at: number, value: number): Promise<void> =>
    bus.write(address, at, Uint8Array.of(value & 0xff, value >> 8));
  const sleep = (): Promise<void> => write(register.configuration, shutDown);
  let index = 1;
  const measure = async ({ bits, milliseconds }: Range): Promise<number> => {
    // Gain and time change only while the chip sleeps. Waking takes 2.5 ms, and the chip's clock may be 10 % slow.
    await write(register.configuration, bits | shutDown);
    await write(register.powerSaving, 0);
    await write(register.configuration, bits);
    await clock.wait(milliseconds * 1.15 + 4);
    return (await bus.read(address, register.light, 2)).readUInt16LE();
  };
  return {
    settle: lampTime,
    read: async () => {
      const { index: found, range, counts } = await measureInRanges(ranges, index, measure);
      index = found;
      await sleep();
      return linear(counts * range.luxPerCount);
    },
    sleep,
  };
}
