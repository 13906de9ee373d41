import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '../../http/secure-socket.ts';
import type { TlsClientRules, TlsPlan, TlsRevocations } from '../../plan/tls-plan.ts';
import { secureContext } from './secure-context.ts';

/** Extended key usage of TLS clients (RFC 5280 4.2.1.12). */
const clientUse = '1.3.6.1.5.5.7.3.2';

/** Result of OpenSSL's path validation, of which Node.js has no public form for sockets that it did not accept itself. */
interface Handle {
  readonly _handle?: { verifyError?(): Error | null | undefined } | null;
}

function isVerified(socket: TLSSocket): boolean {
  const handle = (socket as unknown as Handle)._handle;
  return typeof handle?.verifyError === 'function' && handle.verifyError() == null;
}

function isSignedWith({ der, signed, signature, hash }: TlsRevocations, key: KeyObject): boolean {
  const bytes = Buffer.from(der, 'base64');
  try {
    return verify(hash, bytes.subarray(...signed), key, bytes.subarray(...signature));
  } catch {
    return false;
  }
}

/** Certificate of the client and those that it sent behind it. */
function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let one = socket.getPeerX509Certificate();
  while (one !== undefined && chain.length < 32) {
    chain.push(one);
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  }
  return chain;
}

/** Whether a list of an issuer names the certificate: the issuer's key has signed both (RFC 5280 6.3). */
function isRevoked(
  one: X509Certificate,
  issuers: readonly X509Certificate[],
  revocations: readonly TlsRevocations[],
): boolean {
  const naming = revocations.filter(({ serials }) => serials.includes(one.serialNumber.replace(/^(?:00)+(?=..)/, '')));
  if (naming.length === 0) return false;
  const signers = issuers.filter((issuer) => one.checkIssued(issuer) && one.verify(issuer.publicKey));
  return naming.some((list) => signers.some(({ publicKey }) => isSignedWith(list, publicKey)));
}

function acceptance({ anchors, clientUsage, revocations }: TlsClientRules): (socket: TLSSocket) => boolean {
  const trusted = anchors.map((anchor) => new X509Certificate(anchor));
  return (socket) => {
    const chain = chainOf(socket);
    const [leaf] = chain;
    if (leaf === undefined || !isVerified(socket)) return false;
    if (clientUsage && leaf.keyUsage?.includes(clientUse) !== true) return false;
    return !chain.some((one) => isRevoked(one, [...chain, ...trusted], revocations));
  };
}

/** TLS of a plan, for sockets of this process. Throws with the reason of OpenSSL for a certificate that cannot be used. */
export function tlsSettings(plan: TlsPlan): TlsSettings {
  const context = secureContext(plan);
  return plan.clients === undefined ? { context } : { context, accepts: acceptance(plan.clients) };
}
