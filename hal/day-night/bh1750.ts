import type { Clock } from '../ports/clock.ts';
import type { I2cBus } from '../ports/i2c-bus.ts';
import { type LightMeter, lampTime, type MeterRange, measureInRanges } from './light-meter.ts';

const powerDown = 0x00;
/** Opcodes: measure once, then power down; resolution 1 and 0.5 lux at the usual measurement time. */
const onceHigh = 0x20;
const onceHigh2 = 0x21;
/** Measurement time register at power-on; 31..254. The register scales time and sensitivity alike. */
const usualTime = 69;
/** Longest measurement at the usual time, ms. */
const slowest = 180;

interface Range extends MeterRange {
  readonly opcode: number;
  readonly time: number;
}

/** Ranges from dark to bright: 1.2 counts a lux at the usual time, twice as many in the second high resolution mode. */
const ranges: readonly [Range, ...Range[]] = [
  { opcode: onceHigh2, time: 254, luxPerCount: usualTime / 254 / 2.4, high: 60_000, low: 0 },
  { opcode: onceHigh, time: usualTime, luxPerCount: 1 / 1.2, high: 60_000, low: 1000 },
  { opcode: onceHigh, time: 31, luxPerCount: usualTime / 31 / 1.2, high: 65_535, low: 20_000 },
];

/** ROHM BH1750: 0.11 to 121000 lux, accurate to 20 %, 0.66 s a reading in the dark, hardly sensitive to infrared. */
export function bh1750(bus: I2cBus, address: number, clock: Clock): LightMeter {
  const command = (opcode: number): Promise<void> => bus.send(address, Uint8Array.of(opcode));
  let index = 1;
  const measure = async ({ opcode, time }: Range): Promise<number> => {
    // Sent each time, since a chip that lost its power is back at the usual time.
    await command(0x40 | (time >> 5));
    await command(0x60 | (time & 0x1f));
    await command(opcode);
    await clock.wait(Math.ceil((slowest * time) / usualTime) + 1);
    return (await bus.receive(address, 2)).readUInt16BE();
  };
  return {
    settle: lampTime,
    read: async () => {
      const found = await measureInRanges(ranges, index, measure);
      index = found.index;
      return found.counts * found.range.luxPerCount;
    },
    sleep: () => command(powerDown),
  };
}
