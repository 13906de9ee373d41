import { Fault } from '../../../services/faults/fault.ts';
import { Asn1Error, parseAsn1 } from '../../../services/security/asn1/read-asn1.ts';
import { readRevocationList } from '../../../services/security/revocation/read-revocation-list.ts';
import type { FuzzTarget } from '../target.ts';

/** Heads of ASN.1 values: sequences, sets, strings and tags, with lengths that are short, long, open and wrong. */
const tokens = [
  '\x30\x80',
  '\x30\x82\xff\xff',
  '\x04\x80',
  '\x24\x80',
  '\xa0\x03',
  '\x02\x01\x00',
  '\x06\x03\x2a\x86\x48',
  '\0\0',
];

/** Parsers of uploads to the keystore. */
export const securityTargets: readonly FuzzTarget[] = [
  { name: 'asn1', tokens, parse: parseAsn1, isRefusal: (error) => error instanceof Asn1Error },
  {
    name: 'revocation-list',
    tokens,
    parse: readRevocationList,
    isRefusal: (error) => error instanceof Fault,
  },
];
