import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import { distinguishedName } from './distinguished-name.ts';
import { exactly, extensionOf, type Signer } from './signing.ts';

/** End of a certificate without well-defined expiration (RFC 5280 4.1.2.5). */
const noEnd = new Date('9999-12-31T23:59:59Z');
const mostExtensions = 32;

function extension(extnID: string, value: unknown, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** 16 octets, positive and with no leading zero (RFC 5280 4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return exactly(bytes);
}

/** Faults: InvalidDateTime. */
function validity({ notValidBefore, notValidAfter }: tas.CreateSelfSignedCertificate, now: number): Validity {
  const notBefore = notValidBefore ?? new Date(Math.min(now, noEnd.getTime() - 1));
  const notAfter = notValidAfter ?? noEnd;
  const years = [notBefore, notAfter].map((time) => time.getUTCFullYear());
  // UTCTime begins in 1950, GeneralizedTime has four digits.
  if (years.some((year) => !(year >= 1950 && year <= 9999)) || notBefore >= notAfter)
    throw new Fault('InvalidDateTime');
  return new Validity({ notBefore, notAfter });
}

/** Names under which browsers accept the certificate: its common names that are host names or addresses. */
function alternativeNames({ CommonName = [] }: tas.DistinguishedName): readonly Extension[] {
  const hosts = CommonName.filter((name) => isIP(name) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name));
  const names = hosts.map((name) => new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name }));
  return names.length === 0 ? [] : [extension(id_ce_subjectAltName, new SubjectAlternativeName(names))];
}

/** Extensions of the client, and the usual ones that it left out. Faults: CertificateCreationFailed. */
function extensions(request: tas.CreateSelfSignedCertificate, publicKey: SubjectPublicKeyInfo): Extensions {
  const sent = (request.Extension ?? []).map((one) => extensionOf(one, 'CertificateCreationFailed'));
  const names = new Set(sent.map(({ extnID }) => extnID));
  if (sent.length > mostExtensions || names.size < sent.length)
    throw new Fault('CertificateCreationFailed', 'Too many extensions, or an extension twice');
  const identifier = createHash('sha1').update(Buffer.from(publicKey.subjectPublicKey)).digest();
  const usual = [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(exactly(identifier))),
    ...alternativeNames(request.Subject),
  ];
  return new Extensions([...sent, ...usual.filter(({ extnID }) => !names.has(extnID))]);
}

/**
 * Self-signed certificate of version 3 in DER (RFC 5280).
 * Faults: InvalidSubject, InvalidDateTime, CertificateCreationFailed.
 * @param now present time in milliseconds since 1970
 */
export async function selfSignedCertificate(
  request: tas.CreateSelfSignedCertificate,
  signer: Signer,
  now: number,
): Promise<Uint8Array> {
  const subject = distinguishedName(request.Subject);
  const publicKey = AsnConvert.parse(exactly(signer.publicKey), SubjectPublicKeyInfo);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signer.algorithm,
    issuer: subject,
    validity: validity(request, now),
    subject,
    subjectPublicKeyInfo: publicKey,
    extensions: extensions(request, publicKey),
  });
  const signatureValue = await signer.sign(AsnConvert.serialize(tbsCertificate));
  const whole = new Certificate({ tbsCertificate, signatureAlgorithm: signer.algorithm, signatureValue });
  return new Uint8Array(AsnConvert.serialize(whole));
}
