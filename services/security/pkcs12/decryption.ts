import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { BaseBlock } from 'asn1js';
import { Fault } from '../../faults/fault.ts';
import { type Algorithm, Asn1Error, algorithmOf, countOf, membersOf, octetsOf, oidOf } from '../asn1/read-asn1.ts';
import { pkcs12Key } from './pkcs12-key.ts';

const derive = promisify(pbkdf2);

/** Password-based encryption of PKCS#12 and PKCS#8 by object identifier: the hash and key length of RFC 7292 appendix C. */
const tripleDes = '1.2.840.113549.1.12.1.3';
const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2Oid = '1.2.840.113549.1.5.12';

/** Ciphers of PBES2 with the length of their key in bytes (RFC 8018 B.2). */
const ciphers: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
};

/** Pseudorandom functions of PBKDF2 (RFC 8018 B.1.2). */
const pseudorandom: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** Hash functions of the MAC of PKCS#12. */
const macHashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/**
 * Rounds of key derivation that one upload may ask for in all its parts. OpenSSL takes 2048 a part, careful users a million: more is
 * an attack on the processor.
 */
const roundsAllowed = 3_000_000;
/** Rounds of RFC 7292 derivation, which is twenty times slower here, count as so many. */
const slowFactor = 10;

/** Counts the rounds of one upload. */
export class RoundBudget {
  #left = roundsAllowed;

  /** Throws Asn1Error when an upload asks for too many rounds. */
  spend(rounds: number, factor = 1): number {
    this.#left -= rounds * factor;
    if (rounds < 1 || this.#left < 0) throw new Asn1Error('no acceptable number of rounds');
    return rounds;
  }
}

function decrypt(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    throw new Fault('DecryptionFailed');
  }
}

async function decryptPbes2(parameters: BaseBlock | undefined, data: Uint8Array, opening: Opening): Promise<Buffer> {
  const [derivation, encryption] = membersOf(parameters).map(algorithmOf);
  const [cipher, keyLength] = ciphers[encryption?.oid ?? ''] ?? [];
  if (derivation?.oid !== pbkdf2Oid || cipher === undefined || keyLength === undefined)
    throw new Asn1Error('no known cipher');
  const [salt, iterations, ...rest] = membersOf(derivation.parameters);
  const algorithm = rest.at(-1);
  const hasHash = algorithm !== undefined && !isNumber(algorithm);
  const hash = hasHash ? pseudorandom[oidOf(membersOf(algorithm)[0])] : 'sha1';
  if (hash === undefined) throw new Asn1Error('no known pseudorandom function');
  const rounds = opening.budget.spend(countOf(iterations));
  const key = await derive(opening.passphrase, octetsOf(salt), rounds, keyLength, hash);
  return decrypt(cipher, key, octetsOf(encryption?.parameters), data);
}

function isNumber(value: BaseBlock): boolean {
  return value.idBlock.tagClass === 1 && value.idBlock.tagNumber === 2;
}

/** An upload that is being opened. */
export interface Opening {
  readonly passphrase: string;
  readonly budget: RoundBudget;
}

/**
 * Decrypts a part of PKCS#12 or PKCS#8. Faults: DecryptionFailed. Throws Asn1Error for unknown algorithms, and for more rounds
 * than an upload may ask for.
 */
export async function decryptPart(algorithm: Algorithm, data: Uint8Array, opening: Opening): Promise<Buffer> {
  const { oid, parameters } = algorithm;
  if (oid === pbes2) return decryptPbes2(parameters, data, opening);
  if (oid !== tripleDes) throw new Asn1Error('no known encryption');
  const [salt, iterations] = membersOf(parameters);
  const rounds = opening.budget.spend(countOf(iterations), slowFactor);
  const derivation = { hash: 'sha1', passphrase: opening.passphrase, salt: octetsOf(salt), iterations: rounds };
  const key = await pkcs12Key(derivation, 'key', 24);
  return decrypt('des-ede3-cbc', key, await pkcs12Key(derivation, 'iv', 8), data);
}

/** Checks the MAC of a PKCS#12 file over its content. Faults: DecryptionFailed for another MAC: the passphrase is wrong. */
export async function checkMac(macData: BaseBlock, content: Uint8Array, opening: Opening): Promise<void> {
  const [digestInfo, salt, iterations] = membersOf(macData);
  const [algorithm, digest] = membersOf(digestInfo);
  const hash = macHashes[algorithmOf(algorithm).oid];
  if (hash === undefined) throw new Asn1Error('no known hash function');
  const rounds = opening.budget.spend(iterations === undefined ? 1 : countOf(iterations), slowFactor);
  const expected = octetsOf(digest);
  const derivation = { hash, passphrase: opening.passphrase, salt: octetsOf(salt), iterations: rounds };
  const key = await pkcs12Key(derivation, 'mac', expected.length);
  const mac = createHmac(hash, key).update(content).digest();
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw new Fault('DecryptionFailed');
}
