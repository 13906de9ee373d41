import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A settings value as bytes on disk: JSON with a checksum, or encrypted where it is secret. */
type Stored =
  | { readonly format: 'plain'; readonly sha256: string; readonly value: unknown }
  | { readonly format: 'aes-256-gcm'; readonly nonce: string; readonly tag: string; readonly data: string };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function seal(value: unknown, key: Buffer | undefined): Buffer {
  const text = JSON.stringify(value);
  let stored: Stored = { format: 'plain', sha256: sha256(text), value };
  if (key !== undefined) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
    stored = {
      format: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data,
    };
  }
  return Buffer.from(`${JSON.stringify(stored, null, 1)}\n`);
}

/** Throws with the reason when the bytes are damaged, or sealed with another key. */
export function unseal(bytes: Buffer, key: Buffer | undefined): unknown {
  const stored = JSON.parse(bytes.toString('utf8')) as Stored;
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
