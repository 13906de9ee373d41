import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { VersionedValue } from '../../services/settings/decode-stored.ts';

/** A settings value with the version of its form, and its place among all that were written for the section. */
export interface SealedValue extends VersionedValue {
  /** Grows with each write, whatever version wrote it. */
  readonly revision: number;
}

type Content =
  | { readonly format: 'plain'; readonly sha256: string; readonly value: unknown }
  | { readonly format: 'aes-256-gcm'; readonly nonce: string; readonly tag: string; readonly data: string };

/** Files of the first releases have the content alone. The same releases can read the files of today whose version is 1. */
type Stored = Content & { readonly version?: number; readonly revision?: number; readonly head?: string };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Binds version and revision to the content. */
function headOf(content: Content, version: number, revision: number): string {
  return sha256(`${version} ${revision} ${content.format === 'plain' ? content.sha256 : content.tag}`);
}

function encrypt(text: string, key: Buffer): Content {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  return {
    format: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data,
  };
}

/** A settings value as bytes on disk: JSON with a checksum, or encrypted where there is a key. */
export function seal({ version, revision, value }: SealedValue, key: Buffer | undefined): Buffer {
  const text = JSON.stringify(value);
  const content: Content = key === undefined ? { format: 'plain', sha256: sha256(text), value } : encrypt(text, key);
  const stored: Stored = { ...content, version, revision, head: headOf(content, version, revision) };
  return Buffer.from(`${JSON.stringify(stored, null, 1)}\n`);
}

function open(stored: Content, key: Buffer | undefined): unknown {
  if (key === undefined) {
    if (stored.format !== 'plain') throw new Error('is encrypted');
    if (sha256(JSON.stringify(stored.value)) !== stored.sha256) throw new Error('checksum does not fit');
    return stored.value;
  }
  if (stored.format !== 'aes-256-gcm') throw new Error('is not encrypted');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(stored.nonce, 'base64'), { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(stored.tag, 'base64'));
  const text = Buffer.concat([decipher.update(Buffer.from(stored.data, 'base64')), decipher.final()]).toString('utf8');
  return JSON.parse(text);
}

/** Throws with the reason when the bytes are damaged, or sealed with another key. */
export function unseal(bytes: Buffer, key: Buffer | undefined): SealedValue {
  const stored = JSON.parse(bytes.toString('utf8')) as Stored;
  const value = open(stored, key);
  const { version, revision, head } = stored;
  if (version === undefined || revision === undefined) return { version: 1, revision: 0, value };
  if (head !== headOf(stored, version, revision)) throw new Error('checksum of the version does not fit');
  return { version, revision, value };
}

/** The revision that stands in a file, whatever else does; 0 where there is none. */
export function revisionOf(bytes: Buffer): number {
  try {
    const { revision } = JSON.parse(bytes.toString('utf8')) as Stored;
    return typeof revision === 'number' && Number.isSafeInteger(revision) && revision > 0 ? revision : 0;
  } catch {
    return 0;
  }
}

/** Whether bytes are a value that a key was needed for. */
export function isSealed(bytes: Buffer): boolean {
  return bytes.includes('"format": "aes-256-gcm"');
}
