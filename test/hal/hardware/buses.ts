import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact, DriveFact } from '../../../hal/boards/facts/motion.ts';
import { createBuses } from '../../../hal/hardware/buses.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from '../motion/no-hardware.ts';
import { RecordedBus } from '../motion/recorded-bus.ts';

const shared = suite('buses of a board');
const coil: DriveFact = { kind: 'voice-coil', chip: 'dw9714', i2c: { adapter: 1, address: 0x0c } };
/** Registers of a chip at 50 Hz with outputs 0 and 1 at 1500 µs. */
const running = { 0: 0x21, 254: 121, 8: 307 & 0xff, 9: 307 >> 8, 12: 307 & 0xff, 13: 307 >> 8 };

function servo(channel: number): DriveFact {
  const pwm = { chip: 'pca9685', i2c: { adapter: 1, address: 0x40 }, channel } as const;
  return { kind: 'servo', pwm, pulse: { min: 500, max: 2500 } };
}

function fact(id: string, drive: DriveFact): AxisFact {
  return { id, axis: 'focus', min: 0, max: 1, maxSpeed: 10, drive };
}

const pairs: readonly [closed: string, one: DriveFact, moved: string, other: DriveFact][] = [
  ['servo', servo(0), 'servo', servo(1)],
  ['voice coil', coil, 'servo', servo(1)],
  ['servo', servo(0), 'voice coil', coil],
];

for (const [closed, one, moved, other] of pairs)
  shared(`move a ${moved} after a ${closed} on the same adapter is closed`, async () => {
    const bus = new RecordedBus(running);
    const buses = createBuses(async () => bus);
    const clock = new FakeClock();
    const tools = { ...noHardware, bus: buses.open, clock };
    const leaving = await openAxis(fact('Leaving', one), tools);
    const staying = await openAxis(fact('Staying', other), tools);
    await leaving.close();
    // The rejection of a move must be handled while the clock advances.
    const end = staying.moveTo(0.9).catch((error: unknown) => error);
    await clock.pass(2000);
    assert.is(await end, 'arrived');
    await staying.close();
    assert.is(bus.closed, 0);
    await buses.close();
    assert.is(bus.closed, 1);
  });

shared('open an adapter once for all users, and again only after a failure', async () => {
  const asked: number[] = [];
  const buses = createBuses(async (adapter) => {
    asked.push(adapter);
    if (asked.length === 1) throw new HalError('gone', 'not there yet');
    return new RecordedBus();
  });
  assert.instance(await buses.open(1).catch((error: unknown) => error), HalError);
  const [first, second] = await Promise.all([buses.open(1), buses.open(1)]);
  assert.is(first, second);
  await buses.open(2);
  assert.equal(asked, [1, 1, 2]);
});

shared.run();
