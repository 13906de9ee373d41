import { createPublicKey } from 'node:crypto';
import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import { isChain, readCertificate } from '../certificates/read-certificate.ts';
import type { SecurityFeature } from '../feature.ts';
import { keyPairTexts, publicKeyText, readPrivateKey } from '../keys/key-material.ts';
import { type Keystore, storedAlias } from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';
import { type UploadedPath, withPath } from '../keystore/stored-path.ts';
import { storedPassphrase } from '../passphrases.ts';

type Request = tas.UploadCertificateWithPrivateKeyInPKCS12;

async function readUpload(keystore: Keystore, request: Request): Promise<Omit<UploadedPath, 'alias' | 'keyAlias'>> {
  const { Passphrase, IntegrityPassphraseID, EncryptionPassphraseID } = request;
  const integrity = Passphrase ?? storedPassphrase(keystore, IntegrityPassphraseID);
  const encryption = Passphrase ?? storedPassphrase(keystore, EncryptionPassphraseID);
  const macRequired = Passphrase === undefined && integrity !== undefined;
  const { readPkcs12 } = await import('../pkcs12/read-pkcs12.ts');
  const content = await keystore.openInTurn(() =>
    readPkcs12(request.CertWithPrivateKey, { integrity, encryption, macRequired }),
  );
  const [first, second] = content.keys;
  if (first === undefined || second !== undefined)
    throw new Fault('BadPKCS12File', 'PKCS#12 file without one private key');
  const sent = request.IgnoreAdditionalCertificates === true ? content.certificates.slice(0, 1) : content.certificates;
  if (sent.length === 0) throw new Fault('BadPKCS12File', 'PKCS#12 file without certificate');
  if (sent.length > limits.pathLength)
    throw new Fault('BadPKCS12File', `PKCS#12 file with more than ${limits.pathLength} certificates`);
  const certificates = await Promise.all(sent.map(readCertificate));
  const key = readPrivateKey(first, 'BadPKCS12File');
  const [leaf] = certificates;
  if (leaf?.publicKeyText !== publicKeyText(createPublicKey(key))) throw new Fault('PublicPrivateKeyMismatch');
  if (!isChain(certificates.map(({ parsed }) => parsed))) throw new Fault('InvalidCertificationPath');
  return { key: keyPairTexts(key), certificates };
}

/** Upload of a key with its certification path in PKCS#12 (RFC 7292). */
export function pkcs12Feature(keystore: Keystore): SecurityFeature<'UploadCertificateWithPrivateKeyInPKCS12'> {
  return {
    capabilities: {
      Keystore: {
        PKCS12: true,
        PKCS12CertificateWithRSAPrivateKeyUpload: true,
        PasswordBasedEncryptionAlgorithms: ['pbeWithSHAAnd3-KeyTripleDES-CBC', 'PBKDF2', 'AES-128-CBC', 'AES-256-CBC'],
        PasswordBasedMACAlgorithms: ['hmacWithSHA1', 'hmacWithSHA256', 'hmacWithSHA384', 'hmacWithSHA512'],
      },
    },
    handlers: {
      UploadCertificateWithPrivateKeyInPKCS12: async (request) => {
        const aliases = {
          alias: storedAlias(request.CertificationPathAlias),
          keyAlias: storedAlias(request.KeyAlias),
        };
        const upload = { ...(await readUpload(keystore, request)), ...aliases };
        return keystore.change((present) => {
          const { content, path, key } = withPath(present, upload, keystore.pendingKeys());
          return { content, result: { CertificationPathID: path, KeyID: key } };
        });
      },
    },
  };
}
