import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import { ViscaBus } from '../../../hal/motion/serial-heads/visca-bus.ts';
import { encodeVisca, ViscaReader, viscaBody } from '../../../hal/motion/serial-heads/visca-packets.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from './no-hardware.ts';
import { RecordedPort } from './recorded-port.ts';
import { ViscaDevice } from './visca-device.ts';

const visca = suite('VISCA');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim();

const rows: readonly [what: string, body: readonly number[], bytes: string][] = [
  ['right and up', viscaBody.drive(0x18, 0x14), '81 01 06 01 18 14 02 01 ff'],
  ['left', viscaBody.drive(-3, 0), '81 01 06 01 03 01 01 03 ff'],
  ['down', viscaBody.drive(0, -5), '81 01 06 01 01 05 03 02 ff'],
  ['stop', viscaBody.drive(0, 0), '81 01 06 01 01 01 03 03 ff'],
  ['to a position', viscaBody.goTo(0x18, 0x14, -1440, 0x12c), '81 01 06 02 18 14 0f 0a 06 00 00 01 02 0c ff'],
  ['position query', viscaBody.position, '81 09 06 12 ff'],
  ['tele, fast', viscaBody.lens('zoom', 8), '81 01 04 07 27 ff'],
  ['wide, slowly', viscaBody.lens('zoom', -1), '81 01 04 07 30 ff'],
  ['zoom stop', viscaBody.lens('zoom', 0), '81 01 04 07 00 ff'],
  ['far', viscaBody.lens('focus', 1), '81 01 04 08 20 ff'],
  ['zoom to a position', viscaBody.lensTo('zoom', 0x4000), '81 01 04 47 04 00 00 00 ff'],
  ['focus position', viscaBody.lensPosition('focus'), '81 09 04 48 ff'],
  ['cancel', viscaBody.cancel(2), '81 22 ff'],
];

for (const [what, body, bytes] of rows) {
  visca(`${what} is ${bytes}`, () => assert.is(hex(encodeVisca(1, body)), bytes));
}

const replies: readonly [bytes: readonly number[], reply: unknown][] = [
  [[0x90, 0x41, 0xff], { kind: 'accepted', address: 1, socket: 1 }],
  [[0xa0, 0x52, 0xff], { kind: 'completed', address: 2, socket: 2 }],
  [[0x90, 0x50, 1, 2, 3, 4, 0xff], { kind: 'answer', address: 1, bytes: [1, 2, 3, 4] }],
  [[0x90, 0x60, 0x02, 0xff], { kind: 'refused', address: 1, socket: 0, code: 2 }],
  [[0x90, 0x61, 0x41, 0xff], { kind: 'refused', address: 1, socket: 1, code: 0x41 }],
  [[0x90, 0x38, 0xff], undefined],
  [[0x13, 0x41, 0xff], undefined],
  [[0xff], undefined],
];

visca('decodes replies and drops everything else', () => {
  for (const [bytes, reply] of replies) {
    const found = new ViscaReader().read(Uint8Array.from(bytes));
    assert.equal(found, reply === undefined ? [] : [reply]);
  }
});

visca('finds a reply after any noise', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const found = new ViscaReader().read(Uint8Array.from([...noise, 0xff, 0x90, 0x41, 0xff]));
      assert.equal(found.at(-1), { kind: 'accepted', address: 1, socket: 1 });
    }),
  );
});

function fact(axis: AxisFact['axis']): AxisFact {
  const limits = axis === 'zoom' ? { min: 0, max: 1, maxSpeed: 0.5 } : { min: -100, max: 100, maxSpeed: 120 };
  return { id: axis, axis, ...limits, drive: { kind: 'visca', port: 'SerialPort1', address: 1 } };
}

function open(device: ViscaDevice, clock: FakeClock, axis: AxisFact['axis']): Promise<MotorAxis> {
  return openAxis(fact(axis), { ...noHardware, serial: () => device.port.reconnecting, clock });
}

visca('moves both axes of a device to positions at once', async () => {
  const [device, clock] = [new ViscaDevice(), new FakeClock()];
  const [pan, tilt] = [await open(device, clock, 'pan'), await open(device, clock, 'tilt')];
  assert.equal([pan.status.state, pan.status.position], ['idle', 0]);
  const moves = [pan.moveTo(100), tilt.moveTo(-50)];
  await clock.pass(3000);
  assert.equal(await Promise.all(moves), ['arrived', 'arrived']);
  assert.ok(Math.abs((pan.status.position ?? 0) - 100) < 0.2 && Math.abs((tilt.status.position ?? 0) + 50) < 0.2);
});

visca('ends and reports the move of one motor when the other is moved by speed', async () => {
  const [device, clock] = [new ViscaDevice(), new FakeClock()];
  const [pan, tilt] = [await open(device, clock, 'pan'), await open(device, clock, 'tilt')];
  const move = pan.moveTo(100);
  await clock.pass(200);
  tilt.moveAt(60);
  await clock.pass(200);
  assert.is(await move, 'stopped');
  assert.equal([pan.status.state, tilt.status.state], ['idle', 'moving']);
  assert.ok(device.port.written.includes('81 21 ff'), 'the running command was cancelled');
  assert.ok(device.port.written.includes('81 01 06 01 01 0a 03 01 ff'));
  await tilt.close();
  assert.ok(device.port.written.includes('81 01 06 01 01 01 03 03 ff'));
});

visca('does not cancel a newer command in the socket of a completed one', async () => {
  const port = new RecordedPort((message, reply) => {
    const replies: Readonly<Record<number, readonly number[]>> = { 0: [0x50], 255: [0x61, 0x04] };
    reply(0x90, ...(replies[message[2] ?? 0] ?? [0x41]), 0xff);
  });
  const bus = new ViscaBus(port.reconnecting);
  const turning = await bus.command(1, viscaBody.goTo(5, 5, 100, 0));
  port.send(0x90, 0x51, 0xff);
  const zooming = await bus.command(1, viscaBody.lensTo('zoom', 0x4000));
  await bus.cancel(turning);
  assert.not.ok(port.written.includes('81 21 ff'));
  await bus.cancel(zooming);
  assert.is(port.written.at(-1), '81 21 ff');
});

visca('zooms to a position', async () => {
  const [device, clock] = [new ViscaDevice(), new FakeClock()];
  const zoom = await open(device, clock, 'zoom');
  const move = zoom.moveTo(0.5);
  await clock.pass(600);
  assert.is(await move, 'arrived');
  assert.ok(device.port.written.includes('81 01 04 47 02 00 00 00 ff'));
});

visca('repeats a command to a device with full sockets', async () => {
  const [device, clock] = [new ViscaDevice(), new FakeClock()];
  const zoom = await open(device, clock, 'zoom');
  device.full = 2;
  zoom.moveAt(0.5);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await clock.pass(1);
  assert.is(device.port.written.filter((row) => row === '81 01 04 07 27 ff').length, 3);
  assert.is(zoom.status.state, 'moving');
  await zoom.close();
});

visca('puts the axis of a silent device into fault', async () => {
  const [device, clock] = [new ViscaDevice(), new FakeClock()];
  const zoom = await open(device, clock, 'zoom');
  device.silent = true;
  const move = zoom.moveTo(0.5).catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.match(`${await move}`, /axis zoom: VISCA on serial port SerialPort1: no answer within 1000 ms/);
  assert.is(zoom.status.state, 'fault');
  device.silent = false;
  await zoom.home();
  assert.is(zoom.status.state, 'idle');
});

visca.run();
