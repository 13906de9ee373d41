import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Public keys in the files of a folder that end in .pem; none where there is no such folder. Throws for a file without an Ed25519 key. */
export function trustedKeys(folder: string): readonly KeyObject[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.pem'))
    .sort()
    .map((name) => {
      const key = createPublicKey(readFileSync(join(folder, name)));
      if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${name} has no Ed25519 key`);
      return key;
    });
}
