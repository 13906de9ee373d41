import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import type { SecurityFeature } from '../feature.ts';
import type { KeyGeneration } from '../keys/key-generation.ts';
import type { KeystoreContent, StoredCertificate } from '../keystore/content.ts';
import { linkKey } from '../keystore/key-links.ts';
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
import { type ReadCertificate, readCertificate } from './read-certificate.ts';
import { signatureAlgorithms } from './signature-algorithms.ts';

function toWire(content: KeystoreContent, certificate: StoredCertificate): tas.X509Certificate {
  const key = content.keys.find(({ id }) => id === certificate.key);
  return {
    CertificateID: certificate.id,
    KeyID: certificate.key,
    ...wireAlias(certificate),
    CertificateContent: Buffer.from(certificate.der, 'base64'),
    HasPrivateKey: key?.privateKey !== undefined,
  };
}

interface Upload {
  readonly certificate: ReadCertificate;
  readonly alias: { readonly alias?: string };
  readonly keyAlias: { readonly alias?: string };
  readonly keyRequired: boolean;
  readonly pendingKeys: number;
}

/** The content with an uploaded certificate, linked to its key (ONVIF Security, UploadCertificate). */
function withCertificate(
  present: KeystoreContent,
  { certificate: { der, publicKeyText }, alias, keyAlias, keyRequired, pendingKeys }: Upload,
): { readonly content: KeystoreContent; readonly result: tas.UploadCertificateResponse } {
  if (present.certificates.some((one) => one.der === der)) throw new Fault('Duplicate');
  const hasKey = present.keys.some((one) => one.publicKey === publicKeyText && one.privateKey !== undefined);
  if (keyRequired && !hasKey) throw new Fault('NoMatchingPrivateKey');
  const linked = linkKey(present, { publicKey: publicKeyText }, keyAlias, pendingKeys);
  const stored = { id: newId('certificates'), ...alias, key: linked.key, der };
  return {
    content: withObjects(linked.content, 'certificates', [stored]),
    result: { CertificateID: stored.id, KeyID: linked.key },
  };
}

type Names =
  | 'CreatePKCS10CSR'
  | 'CreateSelfSignedCertificate'
  | 'UploadCertificate'
  | 'GetCertificate'
  | 'GetAllCertificates'
  | 'DeleteCertificate';

/** Certificates of the keystore (ONVIF Security 5.2.6.3). */
export function certificateFeature(
  keystore: Keystore,
  generation: KeyGeneration,
  now: () => number,
): SecurityFeature<Names> {
  return {
    capabilities: {
      Keystore: {
        MaximumNumberOfCertificates: limits.certificates,
        PKCS10: true,
        PKCS10ExternalCertificationWithRSA: true,
        SelfSignedCertificateCreation: true,
        SelfSignedCertificateCreationWithRSA: true,
        X509Versions: [3],
        SignatureAlgorithms: Object.keys(signatureAlgorithms).map((algorithm) => ({ algorithm })),
      },
    },
    handlers: {
      ...signingHandlers(keystore, generation, now),
      UploadCertificate: async ({ Certificate, Alias, KeyAlias, PrivateKeyRequired = false }) => {
        const upload = {
          certificate: await readCertificate(Certificate),
          ...{ alias: storedAlias(Alias), keyAlias: storedAlias(KeyAlias), keyRequired: PrivateKeyRequired },
        };
        return keystore.change((content) =>
          withCertificate(content, { ...upload, pendingKeys: keystore.pendingKeys() }),
        );
      },
      GetCertificate: ({ CertificateID }) => {
        const { content } = keystore;
        return { Certificate: toWire(content, objectOf(content, 'certificates', CertificateID)) };
      },
      GetAllCertificates: () => {
        const { content } = keystore;
        return { Certificate: content.certificates.map((one) => toWire(content, one)) };
      },
      DeleteCertificate: ({ CertificateID }) =>
        keystore.change((content) => {
          objectOf(content, 'certificates', CertificateID);
          keystore.checkUnreferenced(content, 'certificates', CertificateID);
          return { content: withoutObject(content, 'certificates', CertificateID), result: {} };
        }),
    },
  };
}

/** Operations that sign with a key of the keystore. Their libraries are loaded when they are first used. */
function signingHandlers(
  keystore: Keystore,
  generation: KeyGeneration,
  now: () => number,
): Pick<SecurityFeature<Names>['handlers'], 'CreatePKCS10CSR' | 'CreateSelfSignedCertificate'> {
  return {
    CreatePKCS10CSR: async (request) => {
      const { signerFor } = await import('./signing.ts');
      const { certificationRequest } = await import('./certification-request.ts');
      const signer = signerFor(keystore, generation, request.KeyID, request.SignatureAlgorithm);
      return { PKCS10CSR: await certificationRequest(request, signer) };
    },
    CreateSelfSignedCertificate: async (request) => {
      const { X509Version = 3, KeyID, Alias, SignatureAlgorithm } = request;
      if (X509Version !== 3) throw new Fault('UnsupportedX509Version');
      const alias = storedAlias(Alias);
      const { signerFor } = await import('./signing.ts');
      const { selfSignedCertificate } = await import('./self-signed.ts');
      const signer = signerFor(keystore, generation, KeyID, SignatureAlgorithm);
      const certificate = await selfSignedCertificate(request, signer, now());
      const der = Buffer.from(certificate).toString('base64');
      const id = newId('certificates');
      return keystore.change((content) => {
        // The key may have been deleted while it signed.
        objectOf(content, 'keys', KeyID);
        const stored = { id, ...alias, key: KeyID, der };
        return { content: withObjects(content, 'certificates', [stored]), result: { CertificateID: id } };
      });
    },
  };
}
