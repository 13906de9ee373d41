import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Extension } from '@peculiar/asn1-x509';
import { Fault } from '../../faults/fault.ts';
import type { FaultName } from '../../faults/fault-table.ts';
import type * as tas from '../../generated/tas.ts';
import { parseAsn1 } from '../asn1/read-asn1.ts';
import type { KeyGeneration } from '../keys/key-generation.ts';
import { openPrivateKey } from '../keys/key-material.ts';
import { type Keystore, objectOf } from '../keystore/keystore.ts';
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts';

const signAside: (hash: string, data: Uint8Array, key: KeyObject) => Promise<Buffer> = promisify(sign);

/** A key of the keystore with the algorithm that a client chose. */
export interface Signer {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Buffer;
  readonly algorithm: AlgorithmIdentifier;
  sign(data: ArrayBuffer): Promise<ArrayBuffer>;
}

/** A buffer of these bytes and nothing else. */
export function exactly(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function algorithmIdentifier(oid: string, { key }: SignatureAlgorithm): AlgorithmIdentifier {
  // RSA has NULL as parameters (RFC 4055 5), ECDSA has none (RFC 5758 3.2).
  return new AlgorithmIdentifier({ algorithm: oid, ...(key === 'rsa' && { parameters: null }) });
}

/** Faults: KeyID, InvalidKeyStatus, UnsupportedSignatureAlgorithm, KeySignatureAlgorithmMismatch. */
export function signerFor(
  keystore: Keystore,
  generation: KeyGeneration,
  id: string,
  { algorithm: oid }: tas.AlgorithmIdentifier,
): Signer {
  if (generation.pending.has(id)) throw new Fault('InvalidKeyStatus');
  const { publicKey, privateKey } = objectOf(keystore.content, 'keys', id);
  const algorithm = Object.hasOwn(signatureAlgorithms, oid) ? signatureAlgorithms[oid] : undefined;
  if (algorithm === undefined) throw new Fault('UnsupportedSignatureAlgorithm');
  if (privateKey === undefined) throw new Fault('KeySignatureAlgorithmMismatch', 'The key has no private part');
  const key = openPrivateKey(privateKey);
  if (key.asymmetricKeyType !== algorithm.key) throw new Fault('KeySignatureAlgorithmMismatch');
  return {
    publicKey: Buffer.from(publicKey, 'base64'),
    algorithm: algorithmIdentifier(oid, algorithm),
    sign: async (data) => exactly(await signAside(algorithm.hash, Buffer.from(data), key)),
  };
}

/** Extension as a client sent it. Throws the fault for one that is no DER. */
export function extensionOf({ extnOID, critical, extnValue }: tas.X509v3Extension, fault: FaultName): Extension {
  try {
    parseAsn1(extnValue);
    return new Extension({ extnID: oidChecked(extnOID), critical, extnValue: new OctetString(exactly(extnValue)) });
  } catch {
    throw new Fault(fault, `Extension ${extnOID.slice(0, 64)} is not well-formed`);
  }
}

/** Throws for text that is no object identifier. */
export function oidChecked(text: string): string {
  if (!/^[0-2](\.\d{1,10}){1,20}$/.test(text)) throw new Error('no object identifier');
  return text;
}
