import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Fault } from '../../faults/fault.ts';

/** RSA keys that can be generated or uploaded, in bits (ONVIF Security Baseline: 3072). */
export const rsaKeyLengths: readonly number[] = [2048, 3072, 4096];
/** Longest RSA key of a foreign certificate: a longer one would take seconds to check a signature. */
const longestPublicKey = 8192;

/** Curves by their names in the registry of TLS supported groups, with the names of OpenSSL. */
export const curves: Readonly<Record<string, string>> = {
  secp256r1: 'prime256v1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
};
const knownCurves = new Set(Object.values(curves));

/** Whether the device can work with the public key of a certificate. */
export function isKnownPublicKey(key: KeyObject): boolean {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return knownCurves.has(namedCurve);
  return key.asymmetricKeyType === 'rsa' && modulusLength >= 1024 && modulusLength <= longestPublicKey;
}

/** Whether the device can sign with a key, in TLS and for certificates. */
function isKnownPrivateKey(key: KeyObject): boolean {
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa' ? rsaKeyLengths.includes(modulusLength) : isKnownPublicKey(key);
}

/** A public key as it is stored and compared: SubjectPublicKeyInfo in base64. */
export function publicKeyText(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** A key pair in the form of the keystore. */
export interface KeyPairTexts {
  readonly publicKey: string;
  readonly privateKey: string;
}

export function keyPairTexts(privateKey: KeyObject): KeyPairTexts {
  return {
    publicKey: publicKeyText(createPublicKey(privateKey)),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
}

/** Private key of a PKCS#8 structure that is not encrypted. Faults: the given one for no key, UnsupportedPublicKeyAlgorithm. */
export function readPrivateKey(der: Uint8Array, broken: 'BadPKCS8File' | 'BadPKCS12File'): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    throw new Fault(broken);
  }
  if (!isKnownPrivateKey(key)) throw new Fault('UnsupportedPublicKeyAlgorithm');
  return key;
}

/** Private key of the keystore, ready to sign. */
export function openPrivateKey(stored: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(stored, 'base64'), format: 'der', type: 'pkcs8' });
}
