import { Fault } from '../faults/fault.ts';
import type { SecurityFeature } from './feature.ts';
import {
  type Keystore,
  newId,
  objectOf,
  storedAlias,
  wireAlias,
  withObjects,
  withoutObject,
} from './keystore/keystore.ts';
import { limits } from './keystore/limits.ts';

/** Characters of a passphrase; the standard asks for 40. */
const longest = 256;

function checkPassphrase(text: string): void {
  // XML has no other control characters than these three.
  if (text === '' || text.length > longest || /[\t\n\r]/.test(text)) throw new Fault('BadPassphrase');
}

/** Passphrases of the keystore (ONVIF Security 5.2.6.1): they open uploads and are never told. */
export function passphraseFeature(
  keystore: Keystore,
): SecurityFeature<'UploadPassphrase' | 'GetAllPassphrases' | 'DeletePassphrase'> {
  return {
    capabilities: { Keystore: { MaximumNumberOfPassphrases: limits.passphrases } },
    handlers: {
      UploadPassphrase: ({ Passphrase, PassphraseAlias }) => {
        checkPassphrase(Passphrase);
        const id = newId('passphrases');
        const stored = { id, ...storedAlias(PassphraseAlias), text: Passphrase };
        return keystore.change((content) => ({
          content: withObjects(content, 'passphrases', [stored]),
          result: { PassphraseID: id },
        }));
      },
      GetAllPassphrases: () => ({
        PassphraseAttribute: keystore.content.passphrases.map((one) => ({ PassphraseID: one.id, ...wireAlias(one) })),
      }),
      DeletePassphrase: ({ PassphraseID }) =>
        keystore.change((content) => {
          objectOf(content, 'passphrases', PassphraseID);
          keystore.checkUnreferenced(content, 'passphrases', PassphraseID);
          return { content: withoutObject(content, 'passphrases', PassphraseID), result: {} };
        }),
    },
  };
}

/** Text of a stored passphrase; undefined for no id. Faults: PassphraseID. */
export function storedPassphrase(keystore: Keystore, id: string | undefined): string | undefined {
  return id === undefined ? undefined : objectOf(keystore.content, 'passphrases', id).text;
}
