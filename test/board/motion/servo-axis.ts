import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { keepAlive, testAxis } from '../../hal/motion/axis-suite.ts';
import { boardAdapter, pca9685, registers, setFault } from '../simulated-i2c.ts';
import { boardTools } from './wiring.ts';

const channel = 4;
const countTime = 4.88;
const fact: AxisFact = {
  ...{ id: 'Pan', axis: 'pan', min: -90, max: 90, maxSpeed: 360 },
  drive: {
    kind: 'servo',
    pwm: { chip: 'pca9685', i2c: { adapter: boardAdapter, address: pca9685 }, channel },
    pulse: { min: 500, max: 2500 },
  },
};

/** Pulse width of the chip, µs; undefined when its output is off. */
function pulse(): number | undefined {
  const off = registers().readUInt16LE(6 + 4 * channel + 2);
  return off >= 4096 ? undefined : off * countTime;
}

function observed(): number {
  return (((pulse() ?? Number.NaN) - 500) / 2000) * 180 - 90;
}

const port = suite('motor axis: servo');
testAxis(port, async () => ({ axis: await openAxis(fact, boardTools()), observed, tolerance: 1 }));
port.run();

const servo = suite('servo from outside');
keepAlive(servo);

servo('runs the chip at 50 Hz with push-pull outputs', async () => {
  const axis = await openAxis(fact, boardTools());
  const chip = registers();
  assert.equal([chip[0], chip[1], chip[254]], [0x20, 0x04, 121]);
  await axis.home();
  assert.ok(Math.abs((pulse() ?? 0) - 1500) < 5, `${pulse()} µs`);
  await axis.close();
  assert.is(pulse(), undefined, 'off');
});

servo('moves at the requested speed', async () => {
  const axis = await openAxis(fact, boardTools());
  await axis.home();
  await axis.moveTo(-90);
  const move = axis.moveTo(90, 90);
  const rows: { time: number; position: number }[] = [];
  for (const began = performance.now(); axis.status.state === 'moving'; await sleep(10))
    rows.push({ time: performance.now() - began, position: observed() });
  await move;
  const middle = rows.filter(({ position }) => position > -60 && position < 60);
  const [first, last] = [middle[0], middle.at(-1)];
  assert.ok(first && last);
  const speed = ((last.position - first.position) / (last.time - first.time)) * 1000;
  process.stdout.write(`\n     | servo: ${speed.toFixed(1)} degrees a second (90), ${middle.length} looks\n`);
  assert.ok(speed > 70 && speed < 110, `${speed}`);
  assert.ok(middle.every(({ position }, index) => index === 0 || position >= (middle[index - 1]?.position ?? 0)));
  await axis.close();
});

servo('enters fault on a bus that does not acknowledge, and continues at the next command', async () => {
  const axis = await openAxis(fact, boardTools());
  await axis.home();
  const move = axis.moveTo(80, 90);
  await sleep(300);
  setFault('nak', true);
  try {
    await move;
    assert.unreachable();
  } catch (error) {
    assert.is((error as HalError).kind, 'gone');
    assert.match((error as HalError).message, /axis Pan: \/dev\/i2c-0 address 0x40: no chip acknowledges/);
  } finally {
    setFault('nak', false);
  }
  assert.is(axis.status.state, 'fault');
  const stood = observed();
  await sleep(100);
  assert.is(observed(), stood, 'it stays');
  assert.is(await axis.moveTo(80), 'arrived');
  assert.ok(Math.abs(observed() - 80) < 1);
  await axis.close();
});

servo('is found at its position when the firmware starts again', async () => {
  const axis = await openAxis(fact, boardTools());
  await axis.home();
  await axis.moveTo(-45);
  // The axis is not closed, like that of a process that dies.
  const again = await openAxis(fact, boardTools());
  assert.is(again.status.state, 'idle');
  assert.ok(Math.abs((again.status.position ?? 0) + 45) < 1);
  assert.ok(Math.abs(observed() + 45) < 1, 'it has not moved');
  await axis.close();
  await again.close();
});

servo.run();
