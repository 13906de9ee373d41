// devices: lines
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import type { LightSensor } from '../../../hal/ports/day-night.ts';
import { lightSensorTests } from '../../hal/day-night/light-sensor-suite.ts';
import { refusal } from '../../hal/day-night/refusal.ts';
import { bh1750, boardAdapter, setFault, setLux, veml7700 } from '../simulated-i2c.ts';
import { sharedBus } from './wiring.ts';

const sensors = suite('light sensors on a real bus');
const { bus, close } = sharedBus();

sensors.after(close);

/** Address, and the smallest error of a reading: one count at the finest range. */
const chips = { bh1750: [bh1750, 0.12], veml7700: [veml7700, 0.005] } as const;

for (const driver of ['bh1750', 'veml7700'] as const) {
  const [address, finest] = chips[driver];
  const open = (at: number = address): Promise<LightSensor> => {
    const i2c = { adapter: boardAdapter, address: at };
    return openLightSensor({ id: 'Light1', seesInfrared: false, driver, i2c }, { bus });
  };

  lightSensorTests(
    (name, test) => sensors(`${driver} ${name}`, test),
    async () => ({
      sensor: await open(),
      setLux: async (lux) => setLux(lux),
      error: (lux) => finest + lux * 0.01,
    }),
  );

  for (const [fault, kind] of [
    ['nak', 'gone'],
    ['stuck', 'io'],
  ] as const) {
    sensors(`${driver} tells a bus with the fault ${fault}, and reads once it is well again`, async () => {
      setLux(100);
      const sensor = await open();
      setFault(fault, true);
      try {
        assert.match(await refusal(kind, sensor.read()), new RegExp(`0x${address.toString(16)}`));
        await refusal(kind, sensor.read());
      } finally {
        setFault(fault, false);
      }
      setLux(200);
      const read = await sensor.read();
      assert.ok(Math.abs(read - 200) < 5, `${read} lux`);
      await sensor.close();
    });
  }

  sensors(`${driver} that is not at its address fails at its first reading`, async () => {
    const sensor = await open(0x33);
    assert.match(await refusal('gone', sensor.read()), /0x33/);
    await sensor.close();
  });
}

sensors.run();
