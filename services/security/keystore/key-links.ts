import type { KeyPairTexts } from '../keys/key-material.ts';
import type { KeystoreContent, StoredKey } from './content.ts';
import { newId, withObjects } from './keystore.ts';

/** A public key, with its private key where an upload has that. */
type UploadedKey = Pick<KeyPairTexts, 'publicKey'> & Partial<KeyPairTexts>;

/**
 * Finds the key pair of a public key, or adds it: all keys of the keystore are distinct. A private key that was missing is
 * added to the pair (ONVIF Security 5.2.4). Faults: MaximumNumberOfKeysReached.
 * @param stored alias of a pair that is new
 */
export function linkKey(
  content: KeystoreContent,
  { publicKey, privateKey }: UploadedKey,
  stored: { readonly alias?: string },
  pending: number,
): { readonly content: KeystoreContent; readonly key: string } {
  const known = content.keys.find((key) => key.publicKey === publicKey);
  const secret = privateKey === undefined ? {} : { privateKey };
  if (known === undefined) {
    const key: StoredKey = { id: newId('keys'), ...stored, publicKey, ...secret, external: true };
    return { content: withObjects(content, 'keys', [key], pending), key: key.id };
  }
  if (privateKey === undefined || known.privateKey !== undefined) return { content, key: known.id };
  const keys = content.keys.map((key) => (key === known ? { ...key, privateKey, external: true } : key));
  return { content: { ...content, keys }, key: known.id };
}
