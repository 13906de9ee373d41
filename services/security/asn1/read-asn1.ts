import {
  type BaseBlock,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetOf,
} from 'asn1js';

/** Bytes that are not the structure they should be. */
export class Asn1Error extends Error {}

function fail(what: string): never {
  throw new Asn1Error(`no ${what}`);
}

/** Parses bytes that are one value in BER or DER, with nothing behind it. */
export function parseAsn1(bytes: Uint8Array): BaseBlock {
  let offset = -1;
  let result: BaseBlock | undefined;
  try {
    ({ offset, result } = fromBER(new Uint8Array(bytes)));
  } catch {
    // Structures nested beyond the stack end here, too.
  }
  return offset === bytes.length && result !== undefined && result.error === '' ? result : fail('ASN.1 value');
}

/** Members of a SEQUENCE or SET. */
export function membersOf(value: BaseBlock | undefined): readonly BaseBlock[] {
  if (value instanceof Sequence || value instanceof SetOf) return value.valueBlock.value as readonly BaseBlock[];
  return fail('sequence');
}

/** Value within an explicit tag of the context class; undefined where the tag is another. */
export function taggedOf(value: BaseBlock | undefined, number: number): BaseBlock | undefined {
  if (!(value instanceof Constructed) || !isTag(value, number)) return undefined;
  return (value.valueBlock.value as readonly BaseBlock[])[0];
}

function isTag({ idBlock }: BaseBlock, number: number): boolean {
  return idBlock.tagClass === 3 && idBlock.tagNumber === number;
}

export function oidOf(value: BaseBlock | undefined): string {
  return value instanceof ObjectIdentifier ? value.valueBlock.toString() : fail('object identifier');
}

export function octetsOf(value: BaseBlock | undefined): Uint8Array {
  return value instanceof OctetString ? new Uint8Array(value.getValue()) : fail('octet string');
}

/** Octets of an OCTET STRING with an implicit tag of the context class, whole or in pieces. */
export function taggedOctetsOf(value: BaseBlock | undefined, number: number): Uint8Array {
  if (value === undefined || !isTag(value, number)) return fail('octet string');
  if (value instanceof Constructed)
    return Buffer.concat((value.valueBlock.value as readonly BaseBlock[]).map(octetsOf));
  return new Uint8Array((value.valueBlock as unknown as { readonly valueHexView: Uint8Array }).valueHexView);
}

/** Not negative and within 32 bits: counts and lengths. */
export function countOf(value: BaseBlock | undefined): number {
  if (!(value instanceof Integer) || value.valueBlock.valueHexView.length > 5) return fail('number');
  const number = Number(value.toBigInt());
  return number >= 0 && number < 2 ** 32 ? number : fail('number');
}

/** An AlgorithmIdentifier. */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: BaseBlock | undefined;
}

export function algorithmOf(value: BaseBlock | undefined): Algorithm {
  const [oid, parameters] = membersOf(value);
  return { oid: oidOf(oid), parameters };
}
