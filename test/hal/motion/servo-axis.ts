import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from './no-hardware.ts';
import { RecordedBus } from './recorded-bus.ts';

const servos = suite('servo');
const channel = 3;
const led = 6 + 4 * channel;
const fact: AxisFact = {
  ...{ id: 'Pan', axis: 'pan', min: -90, max: 90, maxSpeed: 180 },
  drive: {
    kind: 'servo',
    pwm: { chip: 'pca9685', i2c: { adapter: 0, address: 0x40 }, channel },
    pulse: { min: 500, max: 2500 },
  },
};

/** Registers after power-on: asleep, all outputs off. */
const fresh = { 0: 0x11, 254: 0x1e, [led + 3]: 0x10 };
/** Registers of a running chip at 50 Hz (prescaler 121), the servo at 1500 µs. */
const running = { 0: 0x21, 254: 121, [led + 2]: 307 & 0xff, [led + 3]: 307 >> 8 };

interface Bench {
  readonly axis: MotorAxis;
  readonly bus: RecordedBus;
  readonly clock: FakeClock;
}

async function open(registers: Readonly<Record<number, number>>, nak = false, one = fact): Promise<Bench> {
  const bus = new RecordedBus(registers);
  bus.nak = nak;
  const clock = new FakeClock();
  return { axis: await openAxis(one, { ...noHardware, bus: async () => bus, clock }), bus, clock };
}

function pulse({ registers }: RecordedBus): number | undefined {
  const off = (registers[led + 2] ?? 0) | ((registers[led + 3] ?? 0) << 8);
  return off >= 4096 ? undefined : off * 4.88;
}

servos('starts a sleeping chip with 50 Hz, outputs off, push-pull', async () => {
  const { axis, bus } = await open(fresh);
  assert.equal(bus.written, [
    [0x40, 0x00, 0x30],
    [0x40, 0xfe, 121],
    [0x40, 0x01, 0x04],
    [0x40, 0xfa, 0, 0, 0, 0x10],
    [0x40, 0x00, 0x20],
  ]);
  assert.equal([axis.status.state, axis.status.position], ['unreferenced', undefined]);
});

servos('leaves a running chip unchanged, and reads the position of the servo', async () => {
  const { axis, bus } = await open(running);
  assert.equal(bus.written, []);
  assert.is(axis.status.state, 'idle');
  assert.ok(Math.abs(axis.status.position ?? 90) < 0.5, `${axis.status.position}`);
});

servos('homes a servo of unknown position at 0, and waits for the time of the whole travel', async () => {
  const { axis, bus, clock } = await open(fresh);
  let homed = false;
  const homing = axis.home().then(() => {
    homed = true;
  });
  await clock.pass(900);
  assert.equal([homed, axis.status.state], [false, 'homing']);
  assert.ok(Math.abs((pulse(bus) ?? 0) - 1500) < 5);
  await clock.pass(150);
  await homing;
  assert.equal([axis.status.state, axis.status.position], ['idle', 0]);
});

servos('moves along the profile at 50 positions a second', async () => {
  const { axis, bus, clock } = await open(running);
  const move = axis.moveTo(90);
  await clock.pass(300);
  const before = bus.written.length;
  await clock.pass(100);
  assert.is(bus.written.length - before, 5);
  const rows = bus.written.map((row) => (row[4] ?? 0) | ((row[5] ?? 0) << 8));
  assert.ok(rows.every((off, index) => index === 0 || off >= (rows[index - 1] ?? 0)));
  await clock.pass(1000);
  assert.is(await move, 'arrived');
  assert.ok(Math.abs((pulse(bus) ?? 0) - 2500) < 5);
});

servos('reverses the pulse widths when its facts do', async () => {
  const drive = { ...fact.drive, pulse: { min: 2400, max: 600 } } as AxisFact['drive'];
  const { axis, bus, clock } = await open(running, false, { ...fact, drive });
  const move = axis.moveTo(90);
  await clock.pass(2000);
  await move;
  assert.ok(Math.abs((pulse(bus) ?? 0) - 600) < 5);
});

servos('enters fault with the reason of a refusing bus, and tries again at the next command', async () => {
  const { axis, bus, clock } = await open(running);
  const move = axis.moveTo(60).catch((error: HalError) => error);
  await clock.pass(200);
  const there = axis.status.position ?? 0;
  bus.nak = true;
  await clock.pass(40);
  const error = await move;
  assert.ok(error instanceof Error && /axis Pan: .*no chip acknowledges/.test(error.message));
  assert.is(axis.status.state, 'fault');
  assert.match(axis.status.reason ?? '', /no chip acknowledges/);
  assert.is(clock.running, 0, 'no attempt without a command');
  bus.nak = false;
  const again = axis.moveTo(60);
  await clock.pass(20);
  assert.ok(Math.abs((axis.status.position ?? 0) - there) < 3, 'continues from its position');
  await clock.pass(2000);
  assert.is(await again, 'arrived');
});

servos('opens in fault on a bus that refuses at the start', async () => {
  const { axis, bus, clock } = await open(fresh, true);
  assert.is(axis.status.state, 'fault');
  const refused = async (command: Promise<unknown>): Promise<unknown> => command.catch(({ kind }: HalError) => kind);
  assert.is(await refused(axis.moveTo(0)), 'busy');
  assert.is(await refused(axis.home()), 'gone');
  bus.nak = false;
  const homing = axis.home();
  // The wait for the chip's oscillator is in real time.
  await sleep(50);
  await clock.pass(1100);
  await homing;
  assert.is(axis.status.state, 'idle');
});

servos('enters fault when the chip has lost its power', async () => {
  const { axis, bus, clock } = await open(running);
  const move = axis.moveTo(90, 30).catch((error: HalError) => error);
  await clock.pass(300);
  bus.registers.set([0x11], 0);
  await clock.pass(600);
  assert.match(`${await move}`, /lost power/);
  assert.is(axis.status.state, 'fault');
  const again = axis.moveTo(90);
  await clock.pass(20);
  await sleep(50);
  await clock.pass(2000);
  assert.is(await again, 'arrived');
  assert.is(bus.registers[0], 0x20, 'the chip was started again');
});

servos('switches its own output off when closed', async () => {
  const { axis, bus } = await open(running);
  await axis.close();
  assert.equal(bus.written, [[0x40, led, 0, 0, 0, 0x10]]);
  assert.is(bus.closed, 0, 'the bus stays open for other parts');
});

servos.run();
