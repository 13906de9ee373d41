import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import {
  encodePelco,
  fromPelcoAngle,
  motionFrame,
  PelcoReader,
  toPelcoAngle,
  valueFrame,
} from '../../../hal/motion/serial-heads/pelco-d-frames.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from './no-hardware.ts';
import { RecordedPort } from './recorded-port.ts';

const pelco = suite('Pelco-D');
const still = { pan: 0, tilt: 0, zoom: 0, focus: 0 };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim();

const rows: readonly [what: string, frame: ReturnType<typeof motionFrame>, bytes: string][] = [
  ['stop', motionFrame(1, still), 'ff 01 00 00 00 00 01'],
  ['right at full speed', motionFrame(1, { ...still, pan: 1 }), 'ff 01 00 02 3f 00 42'],
  ['left at half speed', motionFrame(1, { ...still, pan: -0.5 }), 'ff 01 00 04 20 00 25'],
  ['up', motionFrame(2, { ...still, tilt: 1 }), 'ff 02 00 08 00 3f 49'],
  ['down at the lowest speed', motionFrame(1, { ...still, tilt: -0.001 }), 'ff 01 00 10 00 01 12'],
  ['up and right', motionFrame(1, { ...still, pan: 1, tilt: 1 }), 'ff 01 00 0a 3f 3f 89'],
  ['tele', motionFrame(1, { ...still, zoom: 1 }), 'ff 01 00 20 00 00 21'],
  ['wide', motionFrame(1, { ...still, zoom: -1 }), 'ff 01 00 40 00 00 41'],
  ['far', motionFrame(1, { ...still, focus: 1 }), 'ff 01 00 80 00 00 81'],
  ['near', motionFrame(1, { ...still, focus: -1 }), 'ff 01 01 00 00 00 02'],
  ['a checksum beyond a byte', motionFrame(255, { ...still, pan: 1 }), 'ff ff 00 02 3f 00 40'],
  ['a position', valueFrame(1, 0x4b, 9000), 'ff 01 00 4b 23 28 97'],
];

for (const [what, frame, bytes] of rows) {
  pelco(`${what} is ${bytes}`, () => {
    assert.is(hex(encodePelco(frame)), bytes);
    assert.equal(new PelcoReader().read(encodePelco(frame)), [frame]);
  });
}

pelco('converts angles in both directions', () => {
  for (const degrees of [-180, -90.5, -0.01, 0, 45, 179.99]) {
    assert.ok(Math.abs(fromPelcoAngle('pan', toPelcoAngle('pan', degrees)) - degrees) % 360 < 1e-9);
    assert.ok(toPelcoAngle('pan', degrees) >= 0 && toPelcoAngle('pan', degrees) < 36_000);
  }
  assert.equal([toPelcoAngle('pan', -90), toPelcoAngle('tilt', 20), toPelcoAngle('tilt', -20)], [27_000, 34_000, 2000]);
});

pelco('finds a message after any noise, received in parts of any size', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (noise, part) => {
      const reader = new PelcoReader();
      const frame = valueFrame(1, 0x59, 12_345);
      // Zeros complete any message that the noise began.
      const bytes = [...noise, 0, 0, 0, 0, 0, 0, ...encodePelco(frame)];
      const frames = [];
      for (let at = 0; at < bytes.length; at += part)
        frames.push(...reader.read(Uint8Array.from(bytes.slice(at, at + part))));
      assert.equal(frames.at(-1), frame);
    }),
  );
});

function fact(axis: AxisFact['axis'], positions: boolean): AxisFact {
  const limits =
    axis === 'pan' || axis === 'tilt' ? { min: -90, max: 90, maxSpeed: 60 } : { min: 0, max: 1, maxSpeed: 0.5 };
  return { id: axis, axis, ...limits, drive: { kind: 'pelco-d', port: 'SerialPort1', address: 1, positions } };
}

async function open(
  port: RecordedPort,
  clock: FakeClock,
  axis: AxisFact['axis'],
  positions = false,
): Promise<MotorAxis> {
  return openAxis(fact(axis, positions), { ...noHardware, serial: () => port.reconnecting, clock });
}

pelco('sends the speeds of both axes of a device in one message, and stops each alone', async () => {
  const [port, clock] = [new RecordedPort(), new FakeClock()];
  const [pan, tilt] = [await open(port, clock, 'pan'), await open(port, clock, 'tilt')];
  assert.equal([pan.facts.absolute, pan.status.state, pan.status.position], [false, 'idle', undefined]);
  pan.moveAt(60);
  tilt.moveAt(-30);
  await clock.pass(1);
  pan.stop();
  await tilt.close();
  assert.equal(port.written, [
    'ff 01 00 02 3f 00 42',
    'ff 01 00 12 3f 20 72',
    'ff 01 00 10 00 20 31',
    'ff 01 00 00 00 00 01',
  ]);
});

pelco('repeats a speed while it lasts, and ends it once the whole travel must be covered', async () => {
  const [port, clock] = [new RecordedPort(), new FakeClock()];
  const pan = await open(port, clock, 'pan');
  pan.moveAt(60);
  await clock.pass(2000);
  assert.is(port.written.length, 4, 'at the start and every 600 ms');
  assert.is(pan.status.speed, 60);
  await clock.pass(4000);
  assert.is(pan.status.state, 'idle');
  assert.is(port.written.at(-1), 'ff 01 00 00 00 00 01');
  const sent = port.written.length;
  await clock.pass(4000);
  assert.equal([port.written.length, clock.running], [sent, 0]);
});

pelco('refuses positions on an axis without them, and sends nothing', async () => {
  const [port, clock] = [new RecordedPort(), new FakeClock()];
  const pan = await open(port, clock, 'pan');
  const kind = await pan.moveTo(0).catch((error: { kind: string }) => error.kind);
  assert.equal([kind, port.written], ['unsupported', []]);
});

/** Device that turns 30 degrees at each query. */
function turningDevice(): RecordedPort {
  let [at, target] = [0, 0];
  return new RecordedPort(([, , , code = 0, high = 0, low = 0], reply) => {
    if (code === 0x4b) target = fromPelcoAngle('pan', (high << 8) | low);
    if (code !== 0x51) return;
    at += Math.sign(target - at) * Math.min(30, Math.abs(target - at));
    // A message of another device comes first.
    reply(...encodePelco(valueFrame(9, 0x59, 1)), ...encodePelco(valueFrame(1, 0x59, toPelcoAngle('pan', at))));
  });
}

pelco('moves a device with positions to a position', async () => {
  const [port, clock] = [turningDevice(), new FakeClock()];
  const pan = await open(port, clock, 'pan', true);
  assert.equal([pan.facts.absolute, pan.status.position], [true, 0]);
  const move = pan.moveTo(-80);
  await clock.pass(400);
  assert.ok((pan.status.position ?? 0) < 0 && pan.status.state === 'moving', `${pan.status.position}`);
  await clock.pass(1000);
  assert.is(await move, 'arrived');
  assert.is(pan.status.position, -80);
});

// time limit: 30 s
pelco('puts the axis of a silent device into fault, and home asks again', async () => {
  const device = turningDevice();
  let silent = true;
  const port = new RecordedPort((message, reply) => {
    if (silent) return;
    device.onData((bytes) => reply(...bytes));
    void device.write(Uint8Array.from(message));
  });
  const pan = await open(port, new FakeClock(), 'pan', true);
  assert.is(pan.status.state, 'fault');
  assert.match(pan.status.reason ?? '', /no answer within 500 ms; check its power/);
  silent = false;
  await pan.home();
  assert.equal([pan.status.state, pan.status.position], ['idle', 0]);
});

pelco.run();
