// devices: lines
import { spawnSync } from 'node:child_process';
import { readdirSync, readFile, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openI2cBus } from '../../../hal/i2c/i2c-bus.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { until } from '../../until.ts';
import {
  bh1750,
  boardAdapter,
  pca9685,
  registers,
  setFault,
  setLux,
  setStuckTime,
  veml7700,
} from '../simulated-i2c.ts';

const i2c = suite('I2C bus');

i2c.after.each(() => {
  setFault('nak', false);
  setFault('stuck', false);
  setStuckTime(50);
});

async function failure(action: Promise<unknown>): Promise<HalError> {
  try {
    await action;
  } catch (error) {
    return error as HalError;
  }
  throw new Error('nothing was refused');
}

function busDescriptors(): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith('/dev/i2c-');
    } catch {
      return false;
    }
  }).length;
}

i2c('writes registers and reads them back', async () => {
  const bus = await openI2cBus(boardAdapter);
  await bus.write(pca9685, 0x00, Uint8Array.of(0x20));
  await bus.write(pca9685, 0x06, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  assert.equal([...registers().subarray(0x06, 0x0e)], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal([...(await bus.read(pca9685, 0x06, 8))], [1, 2, 3, 4, 5, 6, 7, 8]);
  await bus.close();
});

i2c('reads more than one transfer of the kernel', async () => {
  const bus = await openI2cBus(boardAdapter);
  const bytes = Array.from({ length: 64 }, (_, index) => index + 100);
  await bus.write(pca9685, 0x06, Uint8Array.from(bytes));
  assert.equal([...(await bus.read(pca9685, 0x06, 64))], bytes);
  await bus.close();
});

i2c('transfers to chips without registers, and with 16-bit ones', async () => {
  const bus = await openI2cBus(boardAdapter);
  setLux(900);
  // Sets the usual measuring time, then measures, which takes up to 180 ms.
  for (const code of [0x42, 0x65, 0x10]) await bus.send(bh1750, Uint8Array.of(code));
  await bus.write(veml7700, 0x00, Uint8Array.of(0x00, 0x00));
  await wait(200);
  assert.is((await bus.receive(bh1750, 2)).readUInt16BE(), 1080, '1.2 counts a lux');
  assert.is((await bus.read(veml7700, 0x04, 2)).readUInt16LE(), Math.floor(900 / 0.0672), '0.0672 lux a count');
  setLux(100);
  await bus.close();
});

i2c('serves calls of all users in order', async () => {
  const [one, two] = await Promise.all([openI2cBus(boardAdapter), openI2cBus(boardAdapter)]);
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await (index % 2 === 0 ? one : two).write(pca9685, 0x06, Uint8Array.of(index));
      order.push(index);
    }),
  );
  assert.equal(order, [...order.keys()]);
  assert.is(registers()[0x06], 19);
  await one.close();
  await one.close();
  assert.is((await two.read(pca9685, 0x06, 1))[0], 19, 'the other user goes on');
  assert.is((await failure(one.read(pca9685, 0x06, 1))).kind, 'gone');
  await two.close();
});

i2c('leaves no descriptor behind', async () => {
  await until(() => busDescriptors() === 0);
  for (let round = 0; round < 50; round += 1) {
    const bus = await openI2cBus(boardAdapter);
    await bus.read(pca9685, 0, 1);
    await bus.close();
  }
  await until(() => busDescriptors() === 0);
});

i2c('distinguishes a missing chip from a failing bus', async () => {
  const bus = await openI2cBus(boardAdapter);
  const absent = await failure(bus.read(0x55, 0, 1));
  assert.is(absent.kind, 'gone');
  assert.match(absent.message, /\/dev\/i2c-0 address 0x55.*acknowledges/);
  setFault('nak', true);
  assert.is((await failure(bus.write(pca9685, 0x06, Uint8Array.of(1)))).kind, 'gone');
  setFault('nak', false);
  setFault('stuck', true);
  const stuck = await failure(bus.send(pca9685, Uint8Array.of(0x06)));
  assert.is(stuck.kind, 'io');
  assert.match(stuck.message, /held low/);
  setFault('stuck', false);
  await bus.write(pca9685, 0x06, Uint8Array.of(7));
  assert.is(registers()[0x06], 7, 'works again at once');
  await bus.close();
});

i2c('refuses the 65th waiting call', async () => {
  const bus = await openI2cBus(boardAdapter);
  const results = await Promise.allSettled(
    Array.from({ length: 70 }, (_, index) => bus.write(pca9685, 0x06, Uint8Array.of(index))),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  assert.is(refused.length, 5);
  assert.ok(refused.every(({ reason }) => reason.kind === 'busy' && /64 transfers wait/.test(reason.message)));
  assert.is(registers()[0x06], 64);
  await bus.close();
});

i2c('gives up a hanging transfer after half a second, and blocks one thread of the pool at most', async () => {
  const bus = await openI2cBus(boardAdapter);
  setFault('stuck', true);
  const stuckTime = 1500;
  setStuckTime(stuckTime);
  const began = performance.now();
  const all = await Promise.all(Array.from({ length: 20 }, () => failure(bus.read(pca9685, 0, 1))));
  const took = performance.now() - began;
  assert.ok(took >= 490 && took < stuckTime, `${took} ms: not at the end of the transfer`);
  assert.ok(all.every(({ kind }) => kind === 'io'));
  assert.match(all[0]?.message ?? '', /no answer within 500 ms/);
  assert.match((await failure(bus.read(pca9685, 0, 1))).message, /an earlier transfer hangs/);
  await new Promise((resolve) => readFile('/proc/uptime', resolve));
  assert.ok(performance.now() - began < stuckTime, 'files are still read');
  setFault('stuck', false);
  await bus.close();
  const other = await openI2cBus(boardAdapter);
  assert.is((await failure(other.read(pca9685, 0, 1))).kind, 'io', 'one who comes meanwhile waits for the same bus');
  await wait(1200);
  await other.write(pca9685, 0x06, Uint8Array.of(9));
  assert.is(registers()[0x06], 9);
  await other.close();
});

i2c('names the remedy for a missing adapter', async () => {
  const error = await failure(openI2cBus(7));
  assert.is(error.kind, 'gone');
  assert.match(error.message, /\/dev\/i2c-7.*dtparam=i2c_arm=on.*i2c-dev/);
});

i2c('names the remedy for missing rights', () => {
  const module = fileURLToPath(new URL('../../../hal/i2c/i2c-bus.js', import.meta.url));
  const script = `import('${module}').then(m => m.openI2cBus(0)).catch(e => console.log(e.kind + ': ' + e.message))`;
  const { stdout } = spawnSync(
    'setpriv',
    ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '-e', script],
    { encoding: 'utf8' },
  );
  assert.match(stdout, /^io: \/dev\/i2c-0: no right.*group i2c/);
});

i2c.run();
