import type * as tas from '../../generated/tas.ts';
import type { SecurityFeature } from '../feature.ts';
import type { StoredRevocationList } from '../keystore/content.ts';
import { type Keystore, newId, objectOf, storedAlias, withObjects, withoutObject } from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';

function toWire({ id, alias = '', der }: StoredRevocationList): tas.CRL {
  return { CRLID: id, Alias: alias, CRLContent: Buffer.from(der, 'base64') };
}

/** Certificate revocation lists (ONVIF Security 5.2.6.4), which the TLS server considers for the certificates of clients. */
export function revocationFeature(
  keystore: Keystore,
): SecurityFeature<'UploadCRL' | 'GetCRL' | 'GetAllCRLs' | 'DeleteCRL'> {
  return {
    capabilities: { Keystore: { MaximumNumberOfCRLs: limits.revocationLists } },
    handlers: {
      UploadCRL: async ({ Crl, Alias }) => {
        const alias = storedAlias(Alias);
        const { readRevocationList } = await import('./read-revocation-list.ts');
        const outline = readRevocationList(Crl);
        const id = newId('revocationLists');
        const stored = { id, ...alias, der: Buffer.from(Crl).toString('base64'), outline };
        return keystore.change((content) => ({
          content: withObjects(content, 'revocationLists', [stored]),
          result: { CrlID: id },
        }));
      },
      GetCRL: ({ CrlID }) => ({ Crl: toWire(objectOf(keystore.content, 'revocationLists', CrlID)) }),
      GetAllCRLs: () => ({ Crl: keystore.content.revocationLists.map(toWire) }),
      DeleteCRL: ({ CrlID }) =>
        keystore.change((content) => {
          objectOf(content, 'revocationLists', CrlID);
          return { content: withoutObject(content, 'revocationLists', CrlID), result: {} };
        }),
    },
  };
}
