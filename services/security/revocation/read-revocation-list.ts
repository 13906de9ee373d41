import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import { type BaseBlock, BitString } from 'asn1js';
import { Fault } from '../../faults/fault.ts';
import { membersOf, parseAsn1 } from '../asn1/read-asn1.ts';
import { signatureAlgorithms } from '../certificates/signature-algorithms.ts';
import type { RevocationOutline } from '../keystore/content.ts';
import { limits } from '../keystore/limits.ts';

/** Digits of a serial number as Node.js tells those of certificates: no leading zero octet. */
function digits(serial: ArrayBuffer): string {
  const octets = [...new Uint8Array(serial)];
  const first = octets.findIndex((octet) => octet !== 0);
  return Buffer.from(octets.slice(Math.max(0, first)))
    .toString('hex')
    .toUpperCase();
}

const lengthOf = (block: BaseBlock): number => block.valueBeforeDecodeView.byteLength;

function outlineOf(der: Uint8Array): RevocationOutline | 'unsupported' {
  const [signed, algorithm, signature, ...rest] = membersOf(parseAsn1(der));
  const { tbsCertList, signatureAlgorithm } = AsnConvert.parse(der, CertificateList);
  // Complete, direct lists have no critical extension (RFC 5280 5.2).
  const isCritical = tbsCertList.crlExtensions?.some(({ critical }) => critical) === true;
  const isTwofold = signatureAlgorithm.algorithm !== tbsCertList.signature.algorithm;
  if (signed === undefined || algorithm === undefined || rest.length > 0 || isCritical || isTwofold)
    throw new Error('no complete list');
  if (!(signature instanceof BitString)) throw new Error('no signature');
  const hash = signatureAlgorithms[signatureAlgorithm.algorithm]?.hash;
  if (hash === undefined) return 'unsupported';
  const begin = der.length - lengthOf(signature) - lengthOf(algorithm) - lengthOf(signed);
  return {
    signed: [begin, begin + lengthOf(signed)],
    signature: [der.length - signature.valueBlock.valueHexView.byteLength, der.length],
    hash,
    serials: (tbsCertList.revokedCertificates ?? []).map(({ userCertificate }) => digits(userCertificate)),
  };
}

/** Reads a complete, direct certificate revocation list in DER (RFC 5280 5). Faults: BadCRL, UnsupportedSignatureAlgorithm. */
export function readRevocationList(der: Uint8Array): RevocationOutline {
  let outline: RevocationOutline | 'unsupported' | undefined;
  try {
    if (der[0] === 0x30 && der.length <= limits.revocationListBytes) outline = outlineOf(der);
  } catch {
    // The bytes are no list.
  }
  if (outline === undefined) throw new Fault('BadCRL');
  if (outline === 'unsupported') throw new Fault('UnsupportedSignatureAlgorithm');
  return outline;
}
