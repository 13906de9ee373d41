import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';

/** Facts of a certificate that Node.js does not tell. */
interface CertificateOutline {
  /** X.509 version: 1, 2 or 3. */
  readonly version: number;
  /** Object identifier of the signature algorithm. */
  readonly algorithm: string;
}

/** Throws for bytes that are no certificate, and for a certificate that names two signature algorithms (RFC 5280 4.1.1.2). */
export function certificateOutline(der: Uint8Array): CertificateOutline {
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(der, Certificate);
  const { algorithm } = signatureAlgorithm;
  if (algorithm !== tbsCertificate.signature.algorithm) throw new Error('two signature algorithms');
  return { version: tbsCertificate.version + 1, algorithm };
}
