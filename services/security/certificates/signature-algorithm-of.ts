import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';

/**
 * Object identifier of the signature algorithm of a certificate in DER, which Node.js does not tell. Throws for bytes that are no
 * certificate, and for a certificate that names two algorithms (RFC 5280 4.1.1.2).
 */
export function signatureAlgorithmOf(der: Uint8Array): string {
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(der, Certificate);
  const { algorithm } = signatureAlgorithm;
  if (algorithm !== tbsCertificate.signature.algorithm) throw new Error('two signature algorithms');
  return algorithm;
}
