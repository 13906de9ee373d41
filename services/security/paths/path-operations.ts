import { Fault } from '../../faults/fault.ts';
import { isChain, openCertificate } from '../certificates/read-certificate.ts';
import type { SecurityFeature } from '../feature.ts';
import type { KeystoreContent } from '../keystore/content.ts';
import {
  type Keystore,
  newId,
  objectOf,
  storedAlias,
  wireAlias,
  withObjects,
  withoutObject,
} from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';

/** Faults: CertificateID, InvalidCertificationPath, CertificationPathCreationFailed for a path that is too long. */
function checkPath(content: KeystoreContent, ids: readonly string[]): void {
  if (ids.length > limits.pathLength)
    throw new Fault('CertificationPathCreationFailed', `A path has ${limits.pathLength} certificates at most`);
  const certificates = ids.map((id) => openCertificate(objectOf(content, 'certificates', id).der));
  if (!isChain(certificates)) throw new Fault('InvalidCertificationPath');
}

type Names =
  | 'CreateCertificationPath'
  | 'GetCertificationPath'
  | 'GetAllCertificationPaths'
  | 'SetCertificationPath'
  | 'DeleteCertificationPath';

/** Certification paths: a certificate with those of its issuers behind it (ONVIF Security, CreateCertificationPath). */
export function pathFeature(keystore: Keystore, usable: (content: KeystoreContent) => void): SecurityFeature<Names> {
  return {
    capabilities: { Keystore: { MaximumNumberOfCertificationPaths: limits.paths, SetCertPath: true } },
    handlers: {
      CreateCertificationPath: ({ CertificateIDs: { CertificateID }, Alias }) => {
        const stored = { id: newId('paths'), ...storedAlias(Alias), certificates: CertificateID };
        return keystore.change((content) => {
          checkPath(content, CertificateID);
          return { content: withObjects(content, 'paths', [stored]), result: { CertificationPathID: stored.id } };
        });
      },
      GetCertificationPath: ({ CertificationPathID }) => {
        const path = objectOf(keystore.content, 'paths', CertificationPathID);
        return { CertificationPath: { CertificateID: path.certificates, ...wireAlias(path) } };
      },
      GetAllCertificationPaths: () => ({ CertificationPathID: keystore.content.paths.map(({ id }) => id) }),
      SetCertificationPath: ({ CertificationPathID, CertificationPath: { CertificateID, Alias } }) => {
        const next = { id: CertificationPathID, ...storedAlias(Alias), certificates: CertificateID };
        return keystore.change((content) => {
          const before = objectOf(content, 'paths', CertificationPathID);
          checkPath(content, CertificateID);
          const paths = content.paths.map((path) => (path === before ? next : path));
          const changed = { ...content, paths };
          usable(changed);
          return { content: changed, result: {} };
        });
      },
      DeleteCertificationPath: ({ CertificationPathID }) =>
        keystore.change((content) => {
          objectOf(content, 'paths', CertificationPathID);
          keystore.checkUnreferenced(content, 'paths', CertificationPathID);
          return { content: withoutObject(content, 'paths', CertificationPathID), result: {} };
        }),
    },
  };
}
