import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import { parseAsn1 } from '../asn1/read-asn1.ts';

type Encoding = 'utf8String' | 'printableString' | 'ia5String';

interface AttributeKind {
  readonly oid: string;
  readonly encoding: Encoding;
  /** Characters (RFC 5280 appendix A.1). */
  readonly longest: number;
}

type NamedMember = Exclude<keyof tas.DistinguishedName, 'GenericAttribute' | 'MultiValuedRDN' | 'anyAttribute'>;

const kind = (oid: string, longest: number, encoding: Encoding = 'utf8String'): AttributeKind => ({
  oid,
  longest,
  encoding,
});

/** Members of tas:DistinguishedName, in the order from the whole to its part in which names are written. */
const named: Readonly<Record<NamedMember, AttributeKind>> = {
  Country: kind('2.5.4.6', 2, 'printableString'),
  StateOrProvinceName: kind('2.5.4.8', 128),
  Locality: kind('2.5.4.7', 128),
  Organization: kind('2.5.4.10', 64),
  OrganizationalUnit: kind('2.5.4.11', 64),
  CommonName: kind('2.5.4.3', 64),
  SerialNumber: kind('2.5.4.5', 64, 'printableString'),
  DistinguishedNameQualifier: kind('2.5.4.46', 64, 'printableString'),
  Title: kind('2.5.4.12', 64),
  Surname: kind('2.5.4.4', 64),
  GivenName: kind('2.5.4.42', 64),
  Initials: kind('2.5.4.43', 64),
  Pseudonym: kind('2.5.4.65', 128),
  GenerationQualifier: kind('2.5.4.44', 64),
};
const domainComponent = kind('0.9.2342.19200300.100.1.25', 63, 'ia5String');

/** Attributes of one name. */
const mostAttributes = 64;

const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
const ascii = /^[\x20-\x7e]*$/;
const fits: Readonly<Record<Encoding, (text: string) => boolean>> = {
  utf8String: () => true,
  printableString: (text) => printable.test(text),
  ia5String: (text) => ascii.test(text),
};

/** Value in the hexadecimal form of RFC 4514: its DER behind a number sign. */
function hexadecimal(text: string): AttributeValue {
  const der = Buffer.from(text.slice(1), 'hex');
  try {
    if (der.length * 2 === text.length - 1) {
      parseAsn1(der);
      return new AttributeValue({ anyValue: new Uint8Array(der).buffer });
    }
  } catch {
    // The bytes are no DER.
  }
  throw new Fault('InvalidSubject', 'A value of the subject is not hexadecimal DER');
}

function attribute({ oid, encoding, longest }: AttributeKind, text: string): AttributeTypeAndValue {
  if (/^#[0-9A-Fa-f]+$/.test(text)) return new AttributeTypeAndValue({ type: oid, value: hexadecimal(text) });
  const isCountry = oid === named.Country.oid;
  if (text === '' || text.length > longest || !fits[encoding](text) || (isCountry && text.length !== 2))
    throw new Fault('InvalidSubject', `A value of the subject cannot be used for ${oid}`);
  return new AttributeTypeAndValue({ type: oid, value: new AttributeValue({ [encoding]: text }) });
}

/** An attribute named by object identifier. */
function generic({ Type, Value }: tas.DNAttributeTypeAndValue): AttributeTypeAndValue {
  if (!/^[0-2](\.\d{1,10}){1,20}$/.test(Type))
    throw new Fault('InvalidSubject', 'A type of the subject is no object identifier');
  const known = Object.values(named).find(({ oid }) => oid === Type);
  return attribute(known ?? kind(Type, 256), Value);
}

/** Name for certificates and requests (RFC 5280 4.1.2.4). Faults: InvalidSubject. */
export function distinguishedName(subject: tas.DistinguishedName): Name {
  const single = (Object.keys(named) as NamedMember[]).flatMap((member) =>
    (subject[member] ?? []).map((text) => attribute(named[member], text)),
  );
  const domains = (subject.anyAttribute?.DomainComponent ?? []).map((text) => attribute(domainComponent, text));
  const others = (subject.GenericAttribute ?? []).map(generic);
  const multiple = (subject.MultiValuedRDN ?? []).map(({ Attribute = [] }) => Attribute.map(generic));
  const names = [
    ...[...domains, ...single, ...others].map((one) => [one]),
    ...multiple.filter((all) => all.length > 0),
  ];
  if (names.length === 0) throw new Fault('InvalidSubject', 'The subject is empty');
  if (names.flat().length > mostAttributes) throw new Fault('InvalidSubject', 'The subject has too many values');
  return new Name(names.map((all) => new RelativeDistinguishedName(all)));
}
