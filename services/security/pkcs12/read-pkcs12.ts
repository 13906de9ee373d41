import type { BaseBlock } from 'asn1js';
import { Fault } from '../../faults/fault.ts';
import {
  Asn1Error,
  algorithmOf,
  countOf,
  membersOf,
  octetsOf,
  oidOf,
  parseAsn1,
  taggedOctetsOf,
  taggedOf,
} from '../asn1/read-asn1.ts';
import { checkMac, decryptPart, type Opening, RoundBudget } from './decryption.ts';

const dataType = '1.2.840.113549.1.7.1';
const encryptedType = '1.2.840.113549.1.7.6';
const keyBag = '1.2.840.113549.1.12.10.1.1';
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2';
const certificateBag = '1.2.840.113549.1.12.10.1.3';
const x509Type = '1.2.840.113549.1.9.22.1';

/** Passphrases of an upload: for its MAC and for what is encrypted. */
interface Pkcs12Passphrases {
  /** undefined = the MAC is not checked. */
  readonly integrity: string | undefined;
  readonly encryption: string | undefined;
  /** A file without MAC is refused. */
  readonly macRequired: boolean;
}

/** Private key in PKCS#8 and certificates in DER, in the order of the file. */
interface Pkcs12Content {
  readonly keys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
}

type Parts = readonly (readonly ['key' | 'certificate', Uint8Array])[];

async function readBag(bag: BaseBlock, opening: Opening): Promise<Parts> {
  const [type, tagged] = membersOf(bag);
  const value = taggedOf(tagged, 0);
  switch (oidOf(type)) {
    case keyBag:
      return [['key', new Uint8Array(value?.toBER() ?? [])]];
    case shroudedKeyBag:
      return [['key', await decryptKey(value, opening)]];
    case certificateBag: {
      const [kind, certificate] = membersOf(value);
      return oidOf(kind) === x509Type ? [['certificate', octetsOf(taggedOf(certificate, 0))]] : [];
    }
    default:
      return [];
  }
}

async function decryptKey(value: BaseBlock | undefined, opening: Opening): Promise<Buffer> {
  const [algorithm, data] = membersOf(value);
  return decryptPart(algorithmOf(algorithm), octetsOf(data), opening);
}

/** Plain SafeContents of one ContentInfo. */
async function safeContents(info: BaseBlock, opening: Opening): Promise<Uint8Array> {
  const [type, tagged] = membersOf(info);
  const content = taggedOf(tagged, 0);
  if (oidOf(type) === dataType) return octetsOf(content);
  if (oidOf(type) !== encryptedType) throw new Asn1Error('no data or encrypted data');
  const [, encrypted] = membersOf(content);
  const [, algorithm, data] = membersOf(encrypted);
  return decryptPart(algorithmOf(algorithm), taggedOctetsOf(data, 0), opening);
}

async function readFile(bytes: Uint8Array, passphrases: Pkcs12Passphrases): Promise<Pkcs12Content> {
  const budget = new RoundBudget();
  const [version, authSafe, macData] = membersOf(parseAsn1(bytes));
  if (countOf(version) !== 3) throw new Asn1Error('no PKCS#12 of version 3');
  const [type, tagged] = membersOf(authSafe);
  if (oidOf(type) !== dataType) throw new Asn1Error('no integrity by passphrase');
  const content = octetsOf(taggedOf(tagged, 0));
  const { integrity, encryption = '', macRequired } = passphrases;
  if (macData === undefined && macRequired) throw new Asn1Error('no integrity protection');
  if (macData !== undefined && integrity !== undefined)
    await checkMac(macData, content, { passphrase: integrity, budget });
  const opening = { passphrase: encryption, budget };
  const parts: (readonly ['key' | 'certificate', Uint8Array])[] = [];
  for (const info of membersOf(parseAsn1(content))) {
    for (const bag of membersOf(parseAsn1(await safeContents(info, opening))))
      parts.push(...(await readBag(bag, opening)));
  }
  const of = (kind: 'key' | 'certificate'): readonly Uint8Array[] =>
    parts.filter(([one]) => one === kind).map(([, part]) => part);
  return { keys: of('key'), certificates: of('certificate') };
}

/** Opens a PKCS#12 file (RFC 7292). Faults: BadPKCS12File, DecryptionFailed. */
export async function readPkcs12(bytes: Uint8Array, passphrases: Pkcs12Passphrases): Promise<Pkcs12Content> {
  try {
    return await readFile(bytes, passphrases);
  } catch (error) {
    throw error instanceof Asn1Error
      ? new Fault('BadPKCS12File', `PKCS#12 file cannot be read: ${error.message}`)
      : error;
  }
}

/** Decrypts a private key in PKCS#8 (RFC 5958). Faults: BadPKCS8File, DecryptionFailed. */
export async function decryptPkcs8(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  try {
    return await decryptKey(parseAsn1(bytes), { passphrase, budget: new RoundBudget() });
  } catch (error) {
    throw error instanceof Asn1Error
      ? new Fault('BadPKCS8File', `PKCS#8 file cannot be read: ${error.message}`)
      : error;
  }
}
