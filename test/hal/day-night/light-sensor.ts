import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { lightSensorTests } from './light-sensor-suite.ts';
import { refusal } from './refusal.ts';

const sensors = suite('light sensor');
const bus = (): Promise<never> => Promise.reject(new Error('no bus here'));

lightSensorTests(sensors, async () => {
  const light = new VirtualLight();
  const sensor = await openLightSensor({ id: 'Light1', seesInfrared: true, driver: 'virtual' }, { bus, light });
  return { sensor, setLux: async (lux) => light.setLight(lux), error: () => 0 };
});

sensors('refuse a virtual light out of range', () => {
  const light = new VirtualLight(10);
  for (const lux of [-1, Number.NaN, 200_001]) assert.throws(() => light.setLight(lux), /not in 0\.\.200000/);
  assert.is(light.light(), 10);
});

const picture = { id: 'Light1', seesInfrared: true, driver: 'picture', source: 'VideoSource1' } as const;

sensors('by the picture distinguish twilight from darkness at the limits of exposure', async () => {
  let brightness = 0.45;
  const asked: string[] = [];
  const luma = async (source: string): Promise<number> => {
    asked.push(source);
    return brightness;
  };
  const sensor = await openLightSensor(picture, { bus, luma });
  const read = async (value: number): Promise<number> => {
    brightness = value;
    return sensor.read();
  };
  assert.is(await read(0.2), 5);
  assert.ok((await read(0.45)) > 20, 'day at a usual exposure');
  assert.ok((await read(0.1)) < 2, 'night when the picture is dark');
  assert.is(await read(0), 0);
  assert.is(await read(-0.1), 0);
  assert.match(await refusal('io', read(Number.NaN)), /Light1: read NaN/);
  assert.equal([...new Set(asked)], ['VideoSource1']);
});

sensors('by the picture are refused without a luma', async () => {
  assert.match(await refusal('unsupported', openLightSensor(picture, { bus })), /the luma of \S+ is not available/);
});

sensors.run();
