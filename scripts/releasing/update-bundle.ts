import { createHash, createPrivateKey } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { writeHead } from '../../hal/update/bundle-head.ts';

interface BundleOptions {
  readonly payload: string;
  /** Private key in PEM. */
  readonly key: string;
  readonly compatible: string;
  readonly version: string;
  readonly bundle: string;
}

/** Writes a signed bundle around a file, for devices of one kind. */
export async function writeBundle({ payload, key, compatible, version, bundle }: BundleOptions): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(payload), hash);
  const manifest = { compatible, version, size: statSync(payload).size, sha256: hash.digest('hex') };
  const output = createWriteStream(bundle);
  output.write(writeHead(manifest, createPrivateKey(readFileSync(key))));
  await pipeline(createReadStream(payload), output);
}
