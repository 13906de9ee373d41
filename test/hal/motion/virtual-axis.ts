import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { testAxis } from './axis-suite.ts';
import { noHardware } from './no-hardware.ts';

const fact: AxisFact = {
  ...{ id: 'Pan', axis: 'pan', min: -170, max: 170, maxSpeed: 300 },
  drive: { kind: 'virtual', acceleration: 1000 },
};

const port = suite('motor axis: virtual');

testAxis(port, async () => {
  // Timers of the axis do not keep the process alive.
  const alive = setInterval(() => undefined, 1000);
  const axis = await openAxis(fact, { ...noHardware, log: pino({ level: 'silent' }) });
  const close = axis.close.bind(axis);
  axis.close = async () => {
    clearInterval(alive);
    await close();
  };
  return { axis, observed: () => undefined, tolerance: 0 };
});

port.run();

const virtual = suite('virtual axis');

virtual('accelerates as its facts say', async () => {
  const clock = new FakeClock();
  const axis = await openAxis(fact, { ...noHardware, clock });
  assert.equal([axis.status.state, axis.status.position], ['idle', 0]);
  axis.moveAt(300);
  // The speed of 300 degrees a second is reached after 0.3 s and 45 degrees.
  await clock.pass(300);
  assert.ok(Math.abs((axis.status.position ?? 0) - 45) < 0.1, `${axis.status.position}`);
  assert.ok(Math.abs(axis.status.speed - 300) < 0.1, `${axis.status.speed}`);
  axis.moveAt(0);
  await clock.pass(320);
  assert.ok(Math.abs((axis.status.position ?? 0) - 90) < 0.1, `${axis.status.position}`);
  assert.equal([axis.status.state, clock.running], ['idle', 0]);
});

virtual('reports its position every 50 ms at most', async () => {
  const clock = new FakeClock();
  const axis = await openAxis(fact, { ...noHardware, clock });
  const times: number[] = [];
  axis.onStatus(() => times.push(clock.now()));
  axis.moveAt(100);
  await clock.pass(1000);
  const between = times.slice(2).map((time, index) => time - (times[index + 1] ?? 0));
  assert.ok(times.length >= 15 && between.every((ms) => ms >= 50), `${times}`);
});

virtual.run();
