import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { keepAlive } from '../../hal/motion/axis-suite.ts';
import { ViscaDevice } from '../../hal/motion/visca-device.ts';
import { until } from '../../until.ts';
import { openTerminal, type Terminal } from '../serial/terminal.ts';

const remote = suite('axes at the end of a port of the kernel');
keepAlive(remote);

const folder = mkdtempSync(join(tmpdir(), 'vedette-line-'));
const path = join(folder, 'adapter');
let terminal: Terminal | undefined;

/** Adapter with a head at its other end; its name stays, as below /dev/serial/by-id. */
async function plug(head: ViscaDevice): Promise<Terminal> {
  const present = await openTerminal();
  let message: number[] = [];
  present.peer.onData((bytes) => {
    for (const byte of bytes) {
      message.push(byte);
      if (byte !== 0xff) continue;
      head.answer(message, (...reply) => present.peer.write(Uint8Array.from(reply)));
      message = [];
    }
  });
  symlinkSync(present.path, `${path}.new`);
  renameSync(`${path}.new`, path);
  terminal = present;
  return present;
}

remote.after(() => {
  terminal?.end();
  rmSync(folder, { recursive: true });
});

remote('are in fault while it is unplugged, and work when it returns', async () => {
  const head = new ViscaDevice();
  const adapter = await plug(head);
  const hardware = await openHardware(
    {
      ...virtual,
      serialPorts: [
        {
          ...{ id: 'Head', driver: 'device', path, type: 'RS485HalfDuplex' },
          initial: { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 },
        },
      ],
      axes: (['pan', 'tilt'] as const).map((axis) => ({
        ...{ id: axis, axis, min: -80, max: 80, maxSpeed: 60 },
        drive: { kind: 'visca', port: 'Head', address: 1 },
      })),
    },
    pino({ level: 'silent' }),
    { retry: 100 },
  );
  const [pan, tilt] = [hardware.axes.get('pan'), hardware.axes.get('tilt')];
  if (pan === undefined || tilt === undefined) throw new Error(JSON.stringify(hardware.faults));
  assert.is(await pan.moveTo(30), 'arrived');
  const move = pan.moveTo(-80).catch((error: HalError) => error);
  adapter.peer.unplug();
  const error = (await move) as HalError;
  assert.is(error.kind, 'gone');
  await until(() => tilt.status.state === 'fault');
  for (const { status } of [pan, tilt]) {
    assert.is(status.state, 'fault');
    assert.match(status.reason ?? '', /serial port Head: \S+adapter: .*unplugged/);
  }
  head.turnByHand(144, 288);
  await plug(head);
  await until(() => pan.status.state === 'idle' && tilt.status.state === 'idle');
  assert.equal([pan.status.position, tilt.status.position], [10, 20]);
  assert.is(await tilt.moveTo(-10), 'arrived');
  await hardware.close();
});

remote.run();
