import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openSystemBus } from '../../../../hal/machine/dbus/system-bus.ts';
import { UpdateError } from '../../../../hal/ports/update.ts';
import { systemClock } from '../../../../hal/system/clock.ts';
import { RaucUpdate } from '../../../../hal/update/rauc/rauc-update.ts';
import { streamOf } from '../bundles.ts';
import { RaucDevice } from './rauc-device.ts';

const updates = suite('updates by RAUC');
const device = new RaucDevice();
const image = randomBytes(100_000);
const rules = { version: '1.5.0', downgrade: false };
let update: RaucUpdate;

updates.before(async () => {
  await device.start();
  const folder = join(device.folder, 'update');
  update = new RaucUpdate({ openBus: openSystemBus, folder, limit: 1 << 21, rules, clock: systemClock });
});

updates.after(() => device.stop());

async function kindOf(bundle: Buffer): Promise<string> {
  try {
    await update.install(streamOf(bundle, 64_000), () => undefined);
  } catch (error) {
    if (!(error instanceof UpdateError)) throw error;
    return error.kind;
  }
  return 'none';
}

/** RAUC 1.8 tells over D-Bus that it refuses a bundle, and the reason in its own log alone. */
const refused = /^(format|signature|damaged)$/;

const slotB = (): Buffer => device.read('slot-b').subarray(0, image.length);

updates('are not taken before the running version is marked good', async () => {
  const bundle = device.bundle('early', image);
  let marked = false;
  for (let left = 50; !marked && left > 0; left -= 1) {
    assert.is(await kindOf(bundle), 'busy');
    // The service is a moment away from the bus when it starts.
    marked = await update.confirm().then(
      () => true,
      () => new Promise<boolean>((resolve) => setTimeout(resolve, 100, false)),
    );
  }
  assert.not.ok(update.onTrial);
  assert.is(device.read('state-A').toString(), 'good\n');
});

updates(
  'refuse what is no bundle, signed by another, or for another board, and leave slot and boot order',
  async () => {
    device.makeKey('stranger');
    assert.is(await kindOf(Buffer.from('no firmware'.repeat(1000))), 'format');
    assert.match(await kindOf(device.bundle('foreign', image, { signer: 'stranger' })), refused);
    assert.is(await kindOf(device.bundle('other', image, { compatible: 'vedette-other' })), 'compatible');
    assert.is(device.read('primary').toString(), 'A\n');
    assert.equal(slotB(), Buffer.alloc(image.length));
  },
);

updates('refuse a bundle that was changed or cut off', async () => {
  const bundle = device.bundle('changed', image);
  bundle[50_000] = (bundle[50_000] ?? 0) ^ 1;
  assert.match(await kindOf(bundle), refused);
  assert.match(await kindOf(device.bundle('cut', image).subarray(0, -5000)), refused);
  assert.is(device.read('primary').toString(), 'A\n');
});

updates('refuse an older version, and take it where that is allowed', async () => {
  assert.is(await kindOf(device.bundle('older', image, { version: '1.4.9' })), 'older');
  assert.is(await kindOf(device.bundle('candidate', image, { version: '1.5.0-rc1' })), 'older');
  assert.is(await kindOf(device.bundle('nameless', image, { version: 'newest' })), 'format');
  assert.is(device.read('primary').toString(), 'A\n');
});

updates('blame the device when its disk is full, and leave no part of the bundle', async () => {
  const disk = join(device.folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  const small = new RaucUpdate({
    ...{ openBus: openSystemBus, folder: join(disk, 'update'), limit: 1 << 21, rules, clock: systemClock },
  });
  try {
    await small.confirm();
    const refused = small.install(streamOf(device.bundle('full', image), 64_000), () => undefined);
    assert.is(
      await refused.then(
        () => 'none',
        (error: UpdateError) => error.kind,
      ),
      'full',
    );
    assert.not.ok(existsSync(join(disk, 'update', 'bundle.raucb')));
  } finally {
    execFileSync('umount', [disk]);
  }
});

updates('write the other slot, which the boot loader tries next, and leave no bundle', async () => {
  const parts: number[] = [];
  const bundle = streamOf(device.bundle('good', image), 64_000);
  assert.is(await update.install(bundle, (part) => parts.push(part)), '2.0.0');
  assert.equal(slotB(), image);
  assert.is(device.read('primary').toString(), 'B\n');
  assert.ok(parts.every((part) => part >= 0 && part <= 1));
  assert.not.ok(existsSync(join(device.folder, 'update', 'bundle.raucb')));
});

updates('blame the device, not the file, when RAUC is gone', async () => {
  const lost = new RaucUpdate({
    openBus: () => Promise.reject(new Error('no bus')),
    ...{ folder: join(device.folder, 'lost'), limit: 1 << 21, rules, clock: systemClock },
  });
  assert.is(await lost.confirm().then(() => 'done', String), 'Error: no bus');
  assert.ok(lost.onTrial);
});

// RAUC mounts each bundle.
if (process.getuid?.() === 0) updates.run();
else process.stdout.write('skip: updates by RAUC: it mounts bundles, which needs root\n');
