import type { LightSensorFact } from '../boards/facts/day-night.ts';
import type { Clock } from '../ports/clock.ts';
import type { LightSensor } from '../ports/day-night.ts';
import { HalError } from '../ports/hal-error.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import { clamp } from '../ports/range.ts';
import { systemClock } from '../system/clock.ts';
import { type VirtualLight, virtualLight } from '../virtual/light.ts';
import { bh1750 } from './bh1750.ts';
import { type LightMeter, lampTime } from './light-meter.ts';
import { pictureMeter } from './picture-meter.ts';
import { veml7700 } from './veml7700.ts';

interface LightSensorParts {
  /** Bus shared by all parts on an adapter; the caller closes it. */
  readonly bus: OpenI2cBus;
  /** Mean luma of the newest frame of a source, 0..1; boards with a `picture` sensor need it. */
  readonly luma?: (source: string) => Promise<number>;
  readonly light?: VirtualLight;
  readonly clock?: Clock;
}

/** Opens a sensor; a missing chip shows at the first reading. Rejects with HalError 'unsupported' and as the bus does. */
export async function openLightSensor(fact: LightSensorFact, parts: LightSensorParts): Promise<LightSensor> {
  return new SharedReading(fact, await openMeter(fact, parts));
}

async function openMeter(fact: LightSensorFact, parts: LightSensorParts): Promise<LightMeter> {
  const clock = parts.clock ?? systemClock;
  const light = parts.light ?? virtualLight;
  switch (fact.driver) {
    case 'virtual':
      return { settle: lampTime, read: async () => light.seen(fact.seesInfrared), sleep: async () => undefined };
    case 'bh1750':
      return bh1750(await parts.bus(fact.i2c.adapter), fact.i2c.address, clock);
    case 'veml7700':
      return veml7700(await parts.bus(fact.i2c.adapter), fact.i2c.address, clock);
    case 'picture':
      if (parts.luma === undefined) {
        throw new HalError('unsupported', `light sensor ${fact.id}: the luma of ${fact.source} is not available`);
      }
      return pictureMeter(parts.luma, fact.source);
  }
}

/** Sensor whose concurrent readings share one measurement. */
class SharedReading implements LightSensor {
  readonly id: string;
  readonly seesInfrared: boolean;
  readonly settle: number;
  readonly #meter: LightMeter;
  #reading: Promise<number> | undefined;
  #open = true;

  constructor({ id, seesInfrared }: LightSensorFact, meter: LightMeter) {
    this.id = id;
    this.seesInfrared = seesInfrared;
    this.settle = meter.settle;
    this.#meter = meter;
  }

  async read(): Promise<number> {
    if (!this.#open) throw new HalError('gone', `light sensor ${this.id} is closed`);
    this.#reading ??= this.#measure().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#reading?.catch(() => undefined);
    // A chip that is gone need not sleep.
    await this.#meter.sleep().catch(() => undefined);
  }

  async #measure(): Promise<number> {
    const lux = await this.#meter.read();
    if (!Number.isFinite(lux)) throw new HalError('io', `light sensor ${this.id}: read ${lux} lux`);
    return clamp(lux, { min: 0, max: 200_000 });
  }
}
