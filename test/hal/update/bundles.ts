import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { type BundleManifest, writeHead } from '../../../hal/update/bundle-head.ts';

/** Key of a maker of firmware. */
export const maker: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = generateKeyPairSync('ed25519');

/** A bundle for the virtual board, with facts replaced. */
export function bundle(
  payload: string,
  facts: Partial<BundleManifest> = {},
  key: KeyObject = maker.privateKey,
): Buffer {
  const sha256 = createHash('sha256').update(payload).digest('hex');
  const manifest = { compatible: 'vedette-virtual', version: '2.0.0', size: payload.length, sha256, ...facts };
  return Buffer.concat([Buffer.from(writeHead(manifest, key)), Buffer.from(payload)]);
}

/** A stream of these bytes in pieces; it fails after them where it says so. */
export function streamOf(bytes: Buffer, piece = 7, fails = false): Readable {
  return Readable.from(
    (async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
      if (fails) throw new Error('ECONNRESET');
    })(),
    { objectMode: false },
  );
}
