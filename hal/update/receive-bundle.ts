import { createHash, type KeyObject } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { type OnProgress, UpdateError } from '../ports/update.ts';
import { type BundleManifest, readHead } from './bundle-head.ts';
import { isOlder, versionPattern } from './version-order.ts';

/** Rules for the bundles that a device takes. */
export interface BundleRules {
  readonly keys: readonly KeyObject[];
  readonly compatible: string;
  /** Bytes of a payload at most. */
  readonly slot: number;
  /** Version that runs. */
  readonly version: string;
  /** Whether an older version is accepted. */
  readonly downgrade: boolean;
}

/** Bytes that stay free on the disk, so that settings can be written. */
const spare = 8 * 1024 * 1024;

/** Throws UpdateError for a version that is older than the one that runs, unless older ones are accepted, and for what is no version. */
export function checkVersion(version: string, rules: Pick<BundleRules, 'version' | 'downgrade'>): void {
  if (!versionPattern.test(version)) throw new UpdateError('format', `the bundle has no version but "${version}"`);
  if (!rules.downgrade && isOlder(version, rules.version))
    throw new UpdateError('older', `the bundle has version ${version}, which is older than ${rules.version}`);
}

/** Throws UpdateError for a signed bundle that is not for this device. */
function check({ compatible, version, size }: BundleManifest, rules: BundleRules): void {
  if (compatible !== rules.compatible)
    throw new UpdateError('compatible', `the bundle is for ${compatible}, this is ${rules.compatible}`);
  checkVersion(version, rules);
  if (size > rules.slot) throw new UpdateError('size', `the bundle needs ${size} bytes, a slot has ${rules.slot}`);
}

const diskErrors = ['ENOSPC', 'EDQUOT'];

/** Error of the disk as UpdateError; errors of the update stay as they are. */
function asUpdateError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof UpdateError || code === undefined) return error;
  const kind = diskErrors.includes(code) ? 'full' : 'io';
  return new UpdateError(kind, 'the bundle cannot be written', { cause: error });
}

/** Chunks of a stream; when the sender is gone early, the error says so. */
async function* chunksOf(bundle: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of bundle as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw new UpdateError('incomplete', 'the upload ended early', { cause: error });
  }
}

async function makeRoom(path: string, size: number): Promise<void> {
  await rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < size + spare) throw new UpdateError('full', `there is no room for ${size} bytes`);
}

/** Reads the head, then gives the manifest and the rest of the bundle. Throws UpdateError as soon as the head says no. */
async function openBundle(
  chunks: AsyncGenerator<Buffer>,
  rules: BundleRules,
): Promise<{ readonly manifest: BundleManifest; readonly head: Buffer; readonly first: Buffer }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const { value, done } = await chunks.next();
    if (done === true) throw new UpdateError('incomplete', 'the bundle ends within its head');
    bytes = Buffer.concat([bytes, value]);
    const head = readHead(bytes, rules.keys);
    if (head === undefined) continue;
    check(head.manifest, rules);
    return { manifest: head.manifest, head: bytes.subarray(0, head.length), first: bytes.subarray(head.length) };
  }
}

/** Parts of a bundle that are written to disk: all of it for a program that verifies it again, or the payload alone. */
type Kept = 'bundle' | 'payload';

/**
 * Verifies a bundle as it arrives and writes it to a file, synced; resolves with its manifest. When it rejects, with UpdateError, there
 * is no file. The rest of a refused stream is left unread.
 */
export async function receiveBundle(
  bundle: Readable,
  path: string,
  rules: BundleRules,
  kept: Kept,
  onProgress: OnProgress,
): Promise<BundleManifest> {
  try {
    const chunks = chunksOf(bundle);
    const { manifest, head, first } = await openBundle(chunks, rules);
    await makeRoom(path, manifest.size);
    await write({ chunks, first, prefix: kept === 'bundle' ? head : Buffer.alloc(0) }, path, manifest, onProgress);
    return manifest;
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw asUpdateError(error);
  }
}

interface Payload {
  readonly chunks: AsyncGenerator<Buffer>;
  readonly first: Buffer;
  readonly prefix: Buffer;
}

async function write(payload: Payload, path: string, manifest: BundleManifest, onProgress: OnProgress): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(payload.prefix);
    const add = async (chunk: Buffer): Promise<void> => {
      bytes += chunk.length;
      if (bytes > manifest.size) throw new UpdateError('damaged', 'the bundle is longer than it says');
      hash.update(chunk);
      await file.writeFile(chunk);
      onProgress(bytes / manifest.size);
    };
    await add(payload.first);
    for await (const chunk of payload.chunks) await add(chunk);
    if (bytes < manifest.size) throw new UpdateError('incomplete', `the bundle has ${bytes} of ${manifest.size} bytes`);
    if (hash.digest('hex') !== manifest.sha256)
      throw new UpdateError('damaged', 'the payload of the bundle was changed');
    await file.sync();
  } finally {
    await file.close();
  }
}
