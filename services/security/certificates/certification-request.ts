import { AsnConvert } from '@peculiar/asn1-schema';
import { Extensions } from '@peculiar/asn1-x509';
import {
  type BaseBlock,
  BitString,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  Sequence,
  Set as SetOf,
} from 'asn1js';
import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import { parseAsn1 } from '../asn1/read-asn1.ts';
import { distinguishedName } from './distinguished-name.ts';
import { extensionOf, oidChecked, type Signer } from './signing.ts';

/** PKCS#9 attribute that carries extensions (RFC 2985 5.4.2). */
const extensionRequest = '1.2.840.113549.1.9.14';
const mostAttributes = 32;

function element(der: ArrayBuffer | Uint8Array): BaseBlock {
  return fromBER(der).result;
}

function attributeBlock(oid: string, value: BaseBlock): Sequence {
  return new Sequence({ value: [new ObjectIdentifier({ value: oid }), new SetOf({ value: [value] })] });
}

function basicAttribute({ OID, value }: tas.BasicRequestAttribute): Sequence {
  try {
    return attributeBlock(oidChecked(OID), parseAsn1(value));
  } catch {
    throw new Fault('InvalidAttribute', `Attribute ${OID.slice(0, 64)} is not well-formed`);
  }
}

/** All extensions in one attribute, and each other attribute by itself. Faults: InvalidAttribute. */
function attributes(sent: readonly tas.CSRAttribute[]): readonly Sequence[] {
  if (sent.length > mostAttributes) throw new Fault('InvalidAttribute', 'Too many attributes');
  const extensions = sent.flatMap(({ X509v3Extension: one }) => (one ? [extensionOf(one, 'InvalidAttribute')] : []));
  const names = extensions.map(({ extnID }) => extnID);
  if (new Set(names).size < names.length) throw new Fault('InvalidAttribute', 'An extension stands twice');
  const others = sent.flatMap(({ BasicRequestAttribute: one }) => (one ? [basicAttribute(one)] : []));
  if (extensions.length === 0) return others;
  const list = element(AsnConvert.serialize(new Extensions(extensions)));
  return [attributeBlock(extensionRequest, list), ...others];
}

/** Certification request in DER (PKCS#10, RFC 2986). Faults: InvalidSubject, InvalidAttribute. */
export async function certificationRequest(
  { Subject, CSRAttribute = [] }: Pick<tas.CreatePKCS10CSR, 'Subject' | 'CSRAttribute'>,
  signer: Signer,
): Promise<Uint8Array> {
  const information = new Sequence({
    value: [
      new Integer({ value: 0 }),
      element(AsnConvert.serialize(distinguishedName(Subject))),
      element(signer.publicKey),
      new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [...attributes(CSRAttribute)] }),
    ],
  });
  const signature = await signer.sign(information.toBER());
  const algorithm = element(AsnConvert.serialize(signer.algorithm));
  const request = new Sequence({ value: [information, algorithm, new BitString({ valueHex: signature })] });
  return new Uint8Array(request.toBER());
}
