import type { SecurityFeature } from '../feature.ts';
import { linkKey } from '../keystore/key-links.ts';
import { type Keystore, storedAlias } from '../keystore/keystore.ts';
import { storedPassphrase } from '../passphrases.ts';
import { keyPairTexts, readPrivateKey } from './key-material.ts';

/**
 * Upload of a private key in PKCS#8, plain or encrypted. The text of the standard dropped the operation in 26.06, the WSDL and
 * clients still have it.
 */
export function keyUploadFeature(keystore: Keystore): SecurityFeature<'UploadKeyPairInPKCS8'> {
  return {
    capabilities: { Keystore: { PKCS8: true, PKCS8RSAKeyPairUpload: true } },
    handlers: {
      UploadKeyPairInPKCS8: async ({ KeyPair, Alias, EncryptionPassphraseID, EncryptionPassphrase }) => {
        const alias = storedAlias(Alias);
        const passphrase = EncryptionPassphrase ?? storedPassphrase(keystore, EncryptionPassphraseID);
        const plain =
          passphrase === undefined ? KeyPair : await keystore.openInTurn(() => decrypted(KeyPair, passphrase));
        const texts = keyPairTexts(readPrivateKey(plain, 'BadPKCS8File'));
        return keystore.change((present) => {
          const { content, key } = linkKey(present, texts, alias, keystore.pendingKeys());
          return { content, result: { KeyID: key } };
        });
      },
    },
  };
}

async function decrypted(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const { decryptPkcs8 } = await import('../pkcs12/read-pkcs12.ts');
  return decryptPkcs8(bytes, passphrase);
}
