import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodePelco, pelcoPositions, valueFrame } from '../../../../hal/motion/serial-heads/pelco-d-frames.ts';
import type { HalError } from '../../../../hal/ports/hal-error.ts';
import type { MotorAxis } from '../../../../hal/ports/motor-axis.ts';
import { until } from '../../../until.ts';
import { keepAlive } from '../axis-suite.ts';
import { HeadOnPort } from '../head-on-port.ts';
import { ViscaDevice } from '../visca-device.ts';

const remote = suite('axes on a serial port');
keepAlive(remote);

let head: HeadOnPort;
remote.after.each(() => head.close());

async function visca(): Promise<{ device: ViscaDevice; pan: MotorAxis; tilt: MotorAxis }> {
  const device = new ViscaDevice();
  head = await HeadOnPort.open({ kind: 'visca', port: 'Head', address: 1 }, (message, reply) =>
    device.answer(message, reply),
  );
  return { device, pan: head.axis('pan'), tilt: head.axis('tilt') };
}

async function pelco(): Promise<{ pan: MotorAxis; tilt: MotorAxis }> {
  head = await HeadOnPort.open({ kind: 'pelco-d', port: 'Head', address: 1 });
  return { pan: head.axis('pan'), tilt: head.axis('tilt') };
}

async function failure(action: () => unknown): Promise<HalError> {
  try {
    await action();
  } catch (error) {
    return error as HalError;
  }
  throw new Error('nothing was refused');
}

remote('are in fault while their port is gone, with its name and a remedy', async () => {
  const { pan, tilt } = await visca();
  assert.equal([pan.status.state, tilt.status.state], ['idle', 'idle']);
  const told: unknown[] = [];
  tilt.onStatus(({ state }) => told.push(state));
  head.unplug();
  for (const { status } of [pan, tilt]) {
    assert.equal([status.state, status.position, status.steps], ['fault', undefined, undefined]);
    assert.match(status.reason ?? '', /serial port Head: .*unplugged: plug it in again/);
  }
  assert.equal(told, ['fault'], 'reported once');
});

remote('refuse every command while their port is gone, and stay in fault', async () => {
  const { pan } = await visca();
  head.unplug();
  const told: unknown[] = [];
  pan.onStatus(({ state }) => told.push(state));
  for (const action of [() => pan.moveTo(10), () => pan.moveAt(5), () => pan.moveAt(0), () => pan.home()]) {
    const error = await failure(action);
    assert.is(error.kind, 'gone');
    assert.match(error.message, /axis pan: serial port Head: /);
  }
  assert.is((await failure(() => pan.moveTo(1000))).kind, 'out-of-range');
  pan.stop();
  assert.equal([pan.status.state, told], ['fault', []]);
});

remote('end every move and query with "gone" when their port is lost', async () => {
  const { device, pan, tilt } = await visca();
  const move = failure(() => pan.moveTo(80));
  await until(() => head.written.some((row) => row.startsWith('81 01 06 02')));
  device.silent = true;
  // All wait in one queue for an answer of the device.
  const homes = [failure(() => tilt.home()), failure(() => tilt.home())];
  await sleep(50);
  head.unplug();
  const errors = await Promise.all([move, ...homes]);
  assert.equal(
    errors.map(({ kind }) => kind),
    ['gone', 'gone', 'gone'],
  );
  assert.equal([pan.status.state, tilt.status.state], ['fault', 'fault']);
});

remote('work again and read their positions when their port returns', async () => {
  const { pan, tilt } = await visca();
  assert.is(await pan.moveTo(50), 'arrived');
  // First bytes of an answer.
  head.send(0x90, 0x50, 0x01);
  head.unplug();
  await head.plug();
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.equal([pan.status.position, tilt.status.position], [50, 0]);
  assert.equal(head.written, ['81 01 00 01 ff', '81 09 06 12 ff', '81 09 06 12 ff'], 'cleared once, then queried');
  assert.is(await pan.moveTo(-20), 'arrived');
  head.unplug();
  await head.plug();
  await until(() => pan.status.state === 'idle');
  assert.is(pan.status.position, -20, 'a second time as well');
});

remote('of a VISCA head read a position that changed while their port was gone', async () => {
  const { device, pan, tilt } = await visca();
  assert.is(await pan.moveTo(50), 'arrived');
  head.unplug();
  device.turnByHand(144, 288);
  await head.plug();
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.equal([pan.status.position, tilt.status.position], [10, 20]);
  assert.is(await tilt.moveTo(30), 'arrived');
  await pan.home();
  assert.is(pan.status.position, 10, 'not its former target');
});

remote('of a VISCA head stop when the port returns, and do not resume the former moves', async () => {
  const { pan, tilt } = await visca();
  pan.moveAt(60);
  tilt.moveAt(60);
  await until(() => head.written.includes('81 01 06 01 18 14 02 01 ff'));
  head.unplug();
  await head.plug();
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.is(head.written[0], '81 01 00 01 ff', 'its sockets are cleared first');
  assert.ok(head.written.includes('81 01 06 01 01 01 03 03 ff'), 'stopped');
  assert.not.ok(
    head.written.some((row) => /81 01 06 01 .. .. (01|02|03) (01|02) ff/.test(row)),
    'no motor resumes',
  );
  head.written.length = 0;
  pan.moveAt(60);
  await until(() => head.written.length > 0);
  assert.is(head.written[0], '81 01 06 01 18 01 02 03 ff', 'pan alone');
});

remote('send a slow device the newest of many commands, and never a queue of them', async () => {
  const { device, pan } = await visca();
  pan.moveAt(1);
  device.silent = true;
  // The first velocity has left; the device does not answer it yet.
  await until(() => head.written.some((row) => row.startsWith('81 01 06 01')));
  for (let speed = 2; speed <= 50; speed += 1) pan.moveAt(speed);
  const move = pan.moveTo(40);
  for (let speed = 2; speed <= 50; speed += 1) pan.moveAt(-speed);
  pan.moveAt(60);
  assert.is(await move, 'replaced');
  device.silent = false;
  head.send(0x90, 0x42, 0xff, 0x90, 0x52, 0xff);
  await until(() => head.written.includes('81 01 06 01 18 01 02 03 ff'));
  const driven = head.written.filter((row) => row.startsWith('81 01 06 01') || row.startsWith('81 01 06 02'));
  assert.is(driven.length, 2, driven.join('\n'));
  pan.stop();
  await until(() => head.written.includes('81 01 06 01 01 01 03 03 ff'));
});

remote('of a VISCA head forget the running command when the port is lost', async () => {
  const { pan } = await visca();
  const move = failure(() => pan.moveTo(80));
  await until(() => head.written.some((row) => row.startsWith('81 01 06 02')));
  await sleep(50);
  head.unplug();
  assert.is((await move).kind, 'gone');
  await head.plug();
  await until(() => pan.status.state === 'idle');
  assert.not.ok(head.written.includes('81 21 ff'), 'a cleared command is not cancelled');
});

remote(
  'of a Pelco-D device query their position when the port returns, and wait for no answer of a lost port',
  async () => {
    let silent = false;
    head = await HeadOnPort.open(
      { kind: 'pelco-d', port: 'Head', address: 1, positions: true },
      ([, , , code = 0], reply) => {
        if (!silent && code === pelcoPositions.pan.query)
          reply(...encodePelco(valueFrame(1, pelcoPositions.pan.reply, 1000)));
      },
    );
    const pan = head.axis('pan');
    assert.is(pan.status.position, 10);
    silent = true;
    const home = failure(() => pan.home());
    await sleep(50);
    head.unplug();
    assert.is((await home).kind, 'gone');
    silent = false;
    await head.plug();
    await until(() => pan.status.state === 'idle');
    assert.is(pan.status.position, 10);
  },
);

remote('of a Pelco-D device without positions stop when the port returns', async () => {
  const { pan, tilt } = await pelco();
  pan.moveAt(60);
  tilt.moveAt(-30);
  await until(() => head.written.includes('ff 01 00 12 3f 20 72'));
  head.unplug();
  assert.equal([pan.status.state, tilt.status.state], ['fault', 'fault']);
  await head.plug();
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.equal(head.written, ['ff 01 00 00 00 00 01', 'ff 01 00 00 00 00 01']);
  assert.is(pan.status.position, undefined);
  pan.moveAt(-60);
  await until(() => head.written.length > 2);
  assert.is(head.written[2], 'ff 01 00 04 3f 00 44');
  assert.is(pan.status.state, 'moving');
});

remote('that were at rest when the port was lost send nothing when it returns', async () => {
  const { pan, tilt } = await pelco();
  pan.moveAt(60);
  pan.stop();
  await until(() => head.written.length > 0);
  head.unplug();
  await head.plug();
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.equal(head.written, []);
});

remote('that were closed meanwhile send nothing', async () => {
  const { pan, tilt } = await visca();
  head.unplug();
  await tilt.close();
  await head.plug();
  await until(() => pan.status.state === 'idle');
  await pan.home();
  assert.equal(head.written, ['81 01 00 01 ff', '81 09 06 12 ff', '81 09 06 12 ff'], 'at the return, and at home');
  assert.is((await failure(() => tilt.home())).message, 'axis tilt is closed');
});

remote('stay in fault with a returned port but a silent device, until they are homed', async () => {
  const { device, pan } = await visca();
  head.unplug();
  device.silent = true;
  await head.plug();
  await until(() => /no answer within 1000 ms; check its power/.test(pan.status.reason ?? ''));
  assert.is(pan.status.state, 'fault');
  device.silent = false;
  await pan.home();
  assert.equal([pan.status.state, pan.status.position], ['idle', 0]);
});

remote.run();
