import { type KeyObject, X509Certificate } from 'node:crypto';
import { Fault } from '../../faults/fault.ts';
import type { FaultName } from '../../faults/fault-table.ts';
import { isKnownPublicKey, publicKeyText } from '../keys/key-material.ts';
import { limits } from '../keystore/limits.ts';
import { canVerify } from './signature-algorithms.ts';

/** An uploaded certificate that the device can work with. */
export interface ReadCertificate {
  readonly parsed: X509Certificate;
  readonly publicKey: KeyObject;
  /** Public key as the keystore stores it. */
  readonly publicKeyText: string;
  readonly der: string;
}

function parse(der: Uint8Array): X509Certificate {
  // OpenSSL would take PEM, and bytes behind the certificate, too.
  if (der[0] !== 0x30 || der.length > limits.certificateBytes) throw new Fault('BadCertificate');
  try {
    const parsed = new X509Certificate(der);
    if (parsed.raw.equals(der)) return parsed;
  } catch {
    // The bytes are no certificate.
  }
  throw new Fault('BadCertificate');
}

function readable<Value>(read: () => Value, fault: FaultName): Value {
  try {
    return read();
  } catch {
    throw new Fault(fault);
  }
}

/**
 * Reads an X.509 certificate in DER (RFC 5280), of version 1 too: OpenSSL's `x509 -req` writes it. The dates do not matter.
 * Faults: BadCertificate, UnsupportedPublicKeyAlgorithm, UnsupportedSignatureAlgorithm.
 */
export async function readCertificate(der: Uint8Array): Promise<ReadCertificate> {
  const parsed = parse(der);
  const { signatureAlgorithmOf } = await import('./signature-algorithm-of.ts');
  const algorithm = readable(() => signatureAlgorithmOf(der), 'BadCertificate');
  if (!canVerify(algorithm)) throw new Fault('UnsupportedSignatureAlgorithm');
  const publicKey = readable(() => parsed.publicKey, 'UnsupportedPublicKeyAlgorithm');
  if (!isKnownPublicKey(publicKey)) throw new Fault('UnsupportedPublicKeyAlgorithm');
  return { parsed, publicKey, publicKeyText: publicKeyText(publicKey), der: Buffer.from(der).toString('base64') };
}

/** A certificate of the keystore. */
export function openCertificate(der: string): X509Certificate {
  return new X509Certificate(Buffer.from(der, 'base64'));
}

/** Whether each certificate is signed with the key of the next one (ONVIF Security, CreateCertificationPath). */
export function isChain(certificates: readonly X509Certificate[]): boolean {
  return certificates.every((one, index) => {
    const next = certificates[index + 1];
    return next === undefined || isSignedBy(one, next);
  });
}

function isSignedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return one.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
