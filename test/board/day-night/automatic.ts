// time limit: 240 s
// devices: lines
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startDayNight } from '../../../hal/day-night/day-night.ts';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import type { DayNightStatus } from '../../../hal/ports/day-night.ts';
import { until } from '../../until.ts';
import { bh1750, boardAdapter, setFault, setLux } from '../simulated-i2c.ts';
import { recordLines } from '../simulated-lines.ts';
import { coilIn, coilOut, lampDuty, lampPwm, pulsedFilter, sharedBus } from './wiring.ts';

const automatic = suite('automatic day and night on real devices');

/** Simulates a lamp on its own sensor, brighter than the boundary to day: the light of the board follows its register. */
const lampLight = 90;
let ambient = 300;
const followed = setInterval(() => setLux(ambient + lampDuty() * lampLight), 20);

const lines = createDigitalLines();
const { bus, close } = sharedBus();
const i2c = { adapter: boardAdapter, address: bh1750 };
const parts = {
  filter: await openIrCutFilter(pulsedFilter(100), { lines }),
  illuminators: [
    await openIlluminator({ id: 'Infrared1', kind: 'infrared', driver: 'pwm', pwm: lampPwm }, { lines, bus }),
  ],
  sensor: await openLightSensor({ id: 'Light1', seesInfrared: true, driver: 'bh1750', i2c }, { bus }),
};
/** Seconds that the light must have changed for. */
const responseTime = 5;
const adjustments = [{ boundaryType: 'Common', boundaryOffset: 0, responseTime }] as const;
const control = startDayNight(parts, { mode: 'AUTO', adjustments, levels: {} });
const told: DayNightStatus[] = [];
control.onChange((status) => told.push(status));

automatic.after(async () => {
  clearInterval(followed);
  await control.close();
  for (const lamp of parts.illuminators) await lamp.close();
  await parts.sensor.close();
  await parts.filter.close();
  lines.close();
  await close();
});

automatic('begins with day in daylight: the filter is pulsed in', async () => {
  await until(() => parts.filter.state === 'in', 'filter in');
  assert.is(lampDuty(), 0);
});

automatic('pulses the filter out and switches the lamp on after the delay in darkness', async () => {
  const recorder = recordLines([coilIn, coilOut]);
  ambient = 0.5;
  const begun = performance.now();
  await until(() => lampDuty() === 1, 'lamp on');
  const took = performance.now() - begun;
  assert.ok(took > responseTime * 1000 - 100 && took < 20_000, `${took} ms`);
  assert.is(parts.filter.state, 'out');
  const changes = recorder.stop();
  assert.equal(
    changes.map(({ line, level }) => [line, level]),
    [
      [coilOut, 1],
      [coilOut, 0],
    ],
  );
});

automatic('does not switch to day by its own lamp', async () => {
  const recorder = recordLines([coilIn, coilOut]);
  const end = performance.now() + 2000 * responseTime;
  while (performance.now() < end) {
    assert.is(lampDuty(), 1, 'the lamp is never off');
    await wait(20);
  }
  assert.equal(recorder.stop(), []);
  assert.ok((control.status.ambient ?? 99) < 5, `${control.status.ambient} lux`);
});

automatic('keeps night while the bus is stuck, reports the sensor, and recovers', async () => {
  setFault('stuck', true);
  await until(() => control.status.sensor === 'failed', 'sensor failed');
  assert.match(control.status.faults.get('Light1') ?? '', /0x23/);
  assert.is(parts.filter.state, 'out');
  setFault('stuck', false);
  await until(() => control.status.sensor === 'fine', 'sensor fine');
  assert.is(control.status.phase, 'night');
});

automatic('switches the lamp off, moves the filter in and stays so in daylight', async () => {
  const recorder = recordLines([coilIn, coilOut]);
  ambient = 200;
  const begun = performance.now();
  await until(() => parts.filter.state === 'in', 'filter in');
  const took = performance.now() - begun;
  assert.ok(took > responseTime * 1000 - 100 && took < 20_000, `${took} ms`);
  await wait(1500 * responseTime);
  const changes = recorder.stop();
  assert.equal(
    changes.map(({ line, level }) => [line, level]),
    [
      [coilIn, 1],
      [coilIn, 0],
    ],
  );
  assert.is(lampDuty(), 0);
  assert.equal(
    told.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
    ['day', 'night', 'day'],
  );
});

automatic.run();
