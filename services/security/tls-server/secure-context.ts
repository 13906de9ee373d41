import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TlsPlan } from '../../plan/tls-plan.ts';

/** TLS 1.3, and of 1.2 what has forward secrecy and authenticated encryption (RFC 9325 4.2). */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** TLS of every port of the device. Throws with the reason of OpenSSL for a certificate that cannot be used. */
export function secureContext({ identity, versions, clients }: TlsPlan): SecureContext {
  return createSecureContext({
    cert: identity.certificate,
    key: identity.key,
    minVersion: versions.includes('1.2') ? 'TLSv1.2' : 'TLSv1.3',
    maxVersion: versions.includes('1.3') ? 'TLSv1.3' : 'TLSv1.2',
    ciphers,
    honorCipherOrder: true,
    // A trust anchor may be the certificate of a lower authority. Sessions are not resumed: each handshake is checked.
    ...(clients && {
      ca: [...clients.anchors],
      allowPartialTrustChain: true,
      secureOptions: constants.SSL_OP_NO_TICKET,
    }),
  });
}
