import * as assert from 'uvu/assert';
import type { LightSensor } from '../../../hal/ports/day-night.ts';
import { type AddTest, refusal } from './refusal.ts';

interface LitSensor {
  readonly sensor: LightSensor;
  /** Sets the light on the sensor, lux. */
  readonly setLux: (lux: number) => Promise<void>;
  /** Largest error at a light, lux. */
  readonly error: (lux: number) => number;
}

/** Adds the behaviours of every light sensor. `open` gives a new sensor, which the test closes. */
export function lightSensorTests(sensors: AddTest, open: () => Promise<LitSensor>): void {
  const withSensor = (test: (lit: LitSensor) => Promise<void>) => async (): Promise<void> => {
    const lit = await open();
    try {
      await test(lit);
    } finally {
      await lit.sensor.close();
    }
  };
  const reads = async ({ sensor, setLux, error }: LitSensor, lux: number): Promise<void> => {
    await setLux(lux);
    const read = await sensor.read();
    assert.ok(Math.abs(read - lux) <= error(lux), `${read} lux read, ${lux} are`);
  };

  sensors(
    'measures light from starlight to sunlight',
    withSensor(async (lit) => {
      for (const lux of [0.1, 1, 20, 300, 5000, 50_000]) await reads(lit, lux);
    }),
  );

  sensors(
    'measures light that jumps between both ends',
    withSensor(async (lit) => {
      for (const lux of [50_000, 0.5, 1000, 0]) await reads(lit, lux);
    }),
  );

  sensors(
    'shares one reading among concurrent calls',
    withSensor(async ({ sensor, setLux }) => {
      await setLux(100);
      const [first, ...others] = await Promise.all([sensor.read(), sensor.read(), sensor.read()]);
      assert.equal(others, [first, first]);
    }),
  );

  sensors('refuses readings once closed', async () => {
    const { sensor } = await open();
    await sensor.close();
    assert.match(await refusal('gone', sensor.read()), /is closed/);
    await sensor.close();
  });
}
