import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UpdateError } from '../../../hal/ports/update.ts';
import { type BundleRules, receiveBundle } from '../../../hal/update/receive-bundle.ts';
import { bundle, maker, streamOf } from './bundles.ts';

const receive = suite('bundle that arrives');
const folder = mkdtempSync(join(tmpdir(), 'vedette-bundle-'));
const path = join(folder, 'update', 'slot');
const payload = 'the new firmware '.repeat(1000);
const rules: BundleRules = {
  keys: [maker.publicKey],
  compatible: 'vedette-virtual',
  slot: 100_000,
  version: '1.5.0',
  downgrade: false,
};

/** Kind of the refusal; fails when the bundle was taken or left a file. */
async function refusal(stream: Readable, other: Partial<BundleRules> = {}): Promise<string> {
  try {
    await receiveBundle(stream, path, { ...rules, ...other }, 'payload', () => undefined);
  } catch (error) {
    if (!(error instanceof UpdateError)) throw error;
    assert.not.ok(existsSync(path));
    return `${error.kind}${error.blamesFile ? '' : ' (device)'}`;
  }
  throw new Error('the bundle was taken');
}

receive('is written without its head when its signature, board, version, size and payload are right', async () => {
  const parts: number[] = [];
  const { version } = await receiveBundle(streamOf(bundle(payload), 1000), path, rules, 'payload', (part) =>
    parts.push(part),
  );
  assert.is(version, '2.0.0');
  assert.is(readFileSync(path, 'utf8'), payload);
  assert.is(parts.at(-1), 1);
});

receive('is written as it is for a program that verifies it again', async () => {
  const bytes = bundle(payload);
  await receiveBundle(streamOf(bytes, 64_000), path, rules, 'bundle', () => undefined);
  assert.equal(readFileSync(path), bytes);
});

receive('replaces what an earlier upload left', async () => {
  writeFileSync(path, 'left');
  await receiveBundle(streamOf(bundle(payload)), path, rules, 'payload', () => undefined);
  assert.is(readFileSync(path, 'utf8'), payload);
});

const foreign = generateKeyPairSync('ed25519').privateKey;
const changed = (at: number): Buffer => {
  const bytes = bundle(payload);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

const refused: readonly (readonly [string, Buffer, string])[] = [
  ['is another kind of file', Buffer.from('GIF89a'.repeat(1000)), 'format'],
  ['is empty', Buffer.alloc(0), 'incomplete'],
  ['ends within its head', bundle(payload).subarray(0, 40), 'incomplete'],
  ['has a head without end', Buffer.from(`VEDETTE UPDATE 1\n${'x'.repeat(5000)}`), 'format'],
  ['is signed by another key', bundle(payload, {}, foreign), 'signature'],
  ['has one byte of its manifest changed', changed(40), 'signature'],
  ['is for another board', bundle(payload, { compatible: 'vedette-raspberry-pi-4' }), 'compatible'],
  ['is older', bundle(payload, { version: '1.4.9' }), 'older'],
  ['is an early version of the present one', bundle(payload, { version: '1.5.0-rc1' }), 'older'],
  ['is larger than the slot', bundle(payload, { size: 100_001 }), 'size'],
  ['has one byte of its payload changed', changed(5000), 'damaged'],
  ['is longer than it says', Buffer.concat([bundle(payload), Buffer.from('x')]), 'damaged'],
  ['is cut off', bundle(payload).subarray(0, -1), 'incomplete'],
  ['names no version', bundle(payload, { version: 'newest' }), 'format'],
];

for (const [name, bytes, kind] of refused) {
  receive(`that ${name} is refused`, async () => {
    assert.is(await refusal(streamOf(bytes, 997)), kind);
  });
}

receive('is refused when the client disconnects', async () => {
  assert.is(await refusal(streamOf(bundle(payload).subarray(0, 3000), 100, true)), 'incomplete');
});

receive('is refused by its head, before the payload is read', async () => {
  let read = 0;
  const bytes = bundle('x'.repeat(90_000), { compatible: 'vedette-other' });
  const stream = streamOf(bytes, 1000);
  stream.on('data', () => undefined).pause();
  const counted = stream.map((chunk: Buffer) => {
    read += chunk.length;
    return chunk;
  });
  assert.is(await refusal(counted), 'compatible');
  assert.ok(read < 40_000, `${read} bytes`);
});

receive('of an older version is taken where that is allowed', async () => {
  const older = streamOf(bundle(payload, { version: '1.0.0' }));
  assert.is(
    (await receiveBundle(older, path, { ...rules, downgrade: true }, 'payload', () => undefined)).version,
    '1.0.0',
  );
});

receive('cannot be taken by a device that trusts nobody', async () => {
  assert.is(await refusal(streamOf(bundle(payload)), { keys: [] }), 'signature');
});

receive('is no fault of the file when the disk has no room', async () => {
  const size = 2 ** 52;
  assert.is(await refusal(streamOf(bundle(payload, { size })), { slot: 2 ** 53 }), 'full (device)');
});

receive.after(() => rmSync(folder, { recursive: true }));
receive.run();
