import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHeads } from '../../../hal/head/open-heads.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { PtzHead } from '../../../hal/ports/ptz-head.ts';
import { until } from '../../until.ts';
import { keepAlive } from '../motion/axis-suite.ts';
import { HeadOnPort } from '../motion/head-on-port.ts';
import { ViscaDevice } from '../motion/visca-device.ts';

const serial = suite('a head on a serial port');
keepAlive(serial);

const drive: AxisFact['drive'] = { kind: 'visca', port: 'Head', address: 1 };
const axes = (['pan', 'tilt'] as const).map((axis) => ({ id: axis, axis, min: -80, max: 80, maxSpeed: 60, drive }));
const both = { panTilt: true, zoom: true };
let port: HeadOnPort;
let device: ViscaDevice;
let head: PtzHead;

serial.before.each(async () => {
  device = new ViscaDevice();
  port = await HeadOnPort.open(drive, (message, reply) => device.answer(message, reply));
  const heads = openHeads({ ...virtual, axes, heads: [{ id: 'PTZ1' }] });
  const [one] = heads.all;
  if (one === undefined) throw new Error('no head');
  head = one;
  heads.update({ axes: new Map(axes.map(({ id }) => [id, port.axis(id)])), faults: [] });
});
serial.after.each(() => port.close());

/** Messages that move the device. */
const moves = (): readonly string[] => port.written.filter((row) => /^81 01 06 0[12]/.test(row));

serial('moves pan and tilt by one message, each at the speed with which both arrive together', async () => {
  const end = head.moveTo({ pan: 30, tilt: 60 });
  assert.is(head.status.moving.panTilt, true);
  assert.is(await end, 'arrived');
  // Tilt at its top speed of 20, pan with half the way at half of its 24.
  assert.match(moves().at(-1) ?? '', /^81 01 06 02 0c 14 /);
  assert.equal(head.status, { position: { pan: 30, tilt: 60 }, moving: { panTilt: false, zoom: false } });
});

serial('stops a way to a position of both axes, and goes on from there', async () => {
  const end = head.moveTo({ pan: -80, tilt: -80 });
  await until(() => moves().length > 0);
  head.stop(both);
  assert.is(await end, 'stopped');
  await until(() => moves().at(-1) === '81 01 06 01 01 01 03 03 ff');
  assert.is(head.status.moving.panTilt, false);
  head.moveAt({ pan: 60, tilt: -60 }, 60_000);
  await until(() => moves().at(-1) === '81 01 06 01 18 14 02 02 ff');
  head.moveAt({ pan: 60, tilt: 0 }, 60_000);
  await until(() => moves().at(-1) === '81 01 06 01 18 01 02 03 ff');
  head.stop(both);
  await until(() => moves().at(-1) === '81 01 06 01 01 01 03 03 ff');
});

serial('is gone with its port, and there again with it', async () => {
  port.unplug();
  assert.match(head.status.error ?? '', /axis pan: serial port Head: .*unplugged/);
  assert.equal([head.status.position, head.status.moving.panTilt], [{}, false]);
  const refused = await head.moveTo({ pan: 1 }).catch((error: HalError) => error.kind);
  assert.is(refused, 'gone');
  assert.throws(
    () => head.moveAt({ pan: 1 }, 1000),
    ({ kind }: HalError) => kind === 'gone',
  );
  head.stop(both);
  await port.plug();
  await until(() => head.status.error === undefined && head.status.position.tilt !== undefined);
  assert.is(await head.moveTo({ pan: 10, tilt: 10 }), 'arrived');
});

serial.run();
