import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import { until } from '../../until.ts';
import { coilIn, coilOut, lampDuty, lampPwm, pulsedFilter } from '../day-night/wiring.ts';
import { bh1750, boardAdapter, pca9685, registers, setLux } from '../simulated-i2c.ts';
import { boardLine, level, plugChip, pull } from '../simulated-lines.ts';

const hardware = suite('hardware on emulated lines');
const log = pino({ level: 'silent' });
// Keeps the process alive, since parts do not.
const alive = setInterval(() => undefined, 1000);
hardware.after(() => clearInterval(alive));
const initial = { mode: 'Bistable', delay: 0, idleState: 'open' } as const;

hardware('works without a missing chip, uses it when it comes, and closes it when it is unplugged', async () => {
  const board: Board = {
    ...virtual,
    relays: [{ id: 'Relay1', driver: 'line', line: boardLine(2), initial }],
    digitalInputs: [{ id: 'Door', use: 'input', driver: 'line', line: { chip: 'latecomer', line: 1 }, debounce: 0 }],
  };
  const all = await openHardware(board, log, { retry: 50 });
  assert.equal([all.relays.size, all.inputs.size], [1, 0]);
  assert.match(all.faults[0]?.message ?? '', /digital input Door: line 1 of chip latecomer: no such chip/);
  const chip = plugChip('late', 'latecomer', 2);
  await until(() => all.inputs.has('Door'));
  assert.equal(all.faults, []);
  pull(1, 1, 'late');
  await until(() => all.inputs.get('Door')?.input.active === true);
  chip.remove();
  await until(() => !all.inputs.has('Door'));
  all.relays.get('Relay1')?.setActive(true);
  assert.is(level(2), 1, 'the others go on');
  await all.close();
  assert.is(level(2), 0);
});

hardware('is in its safe state after SIGTERM without a close', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('hardware-process.js', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  assert.equal([level(3), level(4)], [1, 0]);
  child.kill('SIGTERM');
  await once(child, 'exit');
  assert.equal([level(3), level(4)], [0, 1]);
});

hardware(
  'opens a servo, a lamp on the same chip, a filter and a sensor together, and leaves all of them off',
  async () => {
    const i2c = { adapter: boardAdapter, address: pca9685 };
    const all = await openHardware(
      {
        ...virtual,
        axes: [
          {
            ...{ id: 'Pan1', axis: 'pan', min: -90, max: 90, maxSpeed: 360 },
            drive: { kind: 'servo', pwm: { chip: 'pca9685', i2c, channel: 4 }, pulse: { min: 500, max: 2500 } },
          },
        ],
        irCutFilters: [pulsedFilter(50)],
        illuminators: [{ id: 'Infrared1', kind: 'infrared', driver: 'pwm', pwm: lampPwm }],
        lightSensors: [
          { id: 'Light1', seesInfrared: true, driver: 'bh1750', i2c: { adapter: boardAdapter, address: bh1750 } },
        ],
      },
      log,
    );
    assert.equal(all.faults, []);
    await all.axes.get('Pan1')?.home();
    await all.illuminators.get('Infrared1')?.setLevel(1);
    assert.is(registers()[0xfe], 121, 'the lamp leaves the servo its 50 Hz');
    assert.is(lampDuty(), 1);
    await all.irCutFilters.get('Filter1')?.move('out');
    assert.is(all.irCutFilters.get('Filter1')?.state, 'out');
    setLux(100);
    const lux = (await all.lightSensors.get('Light1')?.read()) ?? 0;
    assert.ok(Math.abs(lux - 100) < 10, `${lux} lux`);
    await all.close();
    assert.equal([level(coilIn), level(coilOut), lampDuty()], [0, 0, 0]);
    assert.ok(registers().readUInt16LE(6 + 4 * 4 + 2) >= 4096, 'the servo has no pulse');
  },
);

hardware.run();
