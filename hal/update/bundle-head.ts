import { type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { UpdateError } from '../ports/update.ts';
import { versionPattern } from './version-order.ts';

/** Facts of a bundle, signed. */
export interface BundleManifest {
  /** Product and board, as the device names itself. */
  readonly compatible: string;
  readonly version: string;
  /** Bytes of the payload. */
  readonly size: number;
  /** SHA-256 of the payload in hexadecimal digits. */
  readonly sha256: string;
}

const manifestSchema: z.ZodType<BundleManifest> = z.strictObject({
  compatible: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  version: z.string().regex(versionPattern),
  size: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const firstLine = 'VEDETTE UPDATE 1\n';

/** Bytes of a head at most. */
const headLimit = 4096;

/** Head of a bundle: a first line, the manifest in JSON, and the Ed25519 signature of both in base64, a line each. */
export function writeHead(manifest: BundleManifest, key: KeyObject): string {
  const signed = `${firstLine}${JSON.stringify(manifest)}\n`;
  return `${signed}${sign(null, Buffer.from(signed), key).toString('base64')}\n`;
}

function parseManifest(line: string): BundleManifest {
  try {
    return manifestSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new UpdateError('format', 'the manifest of the bundle is not understood', { cause: error });
  }
}

/** Position behind the third end of a line, undefined while it has not arrived. */
function endOf(bytes: Buffer): number | undefined {
  let end = 0;
  for (let lines = 0; lines < 3; lines += 1) {
    end = bytes.indexOf(0x0a, end) + 1;
    if (end === 0) return undefined;
  }
  return end;
}

/**
 * Reads and verifies the head from the first bytes of a bundle; undefined while more bytes are needed. Nothing of the manifest is
 * looked at before its signature holds. Throws UpdateError.
 */
export function readHead(
  bytes: Buffer,
  keys: readonly KeyObject[],
): { readonly manifest: BundleManifest; readonly length: number } | undefined {
  const known = Math.min(bytes.length, firstLine.length);
  if (bytes.toString('latin1', 0, known) !== firstLine.slice(0, known))
    throw new UpdateError('format', 'the file is no update of this product');
  const length = endOf(bytes.subarray(0, headLimit));
  if (length === undefined) {
    if (bytes.length >= headLimit) throw new UpdateError('format', 'the bundle has no head');
    return undefined;
  }
  const lines = bytes.toString('utf8', 0, length).split('\n');
  const signature = Buffer.from(lines[2] ?? '', 'base64');
  const signed = Buffer.from(`${lines[0]}\n${lines[1]}\n`);
  if (!keys.some((key) => verify(null, signed, key, signature)))
    throw new UpdateError('signature', 'the bundle is not signed by a key that this device trusts');
  return { manifest: parseManifest(lines[1] ?? ''), length };
}
