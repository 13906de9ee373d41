import type { BrokerKeys } from '../../services/events/broker/event-brokers.ts';
import { pem } from '../../services/security/certificates/pem.ts';
import type { KeystoreContent } from '../../services/security/keystore/content.ts';
import type { Keystore } from '../../services/security/keystore/keystore.ts';

/** Texts of certificates in PEM; unknown ids are left out. */
function certificatesOf({ certificates }: KeystoreContent, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => {
    const found = certificates.find((one) => one.id === id);
    return found === undefined ? [] : [pem('CERTIFICATE', found.der)];
  });
}

/** Certificates of the keystore for TLS to brokers: the camera's own with those of its issuers, and the anchors of a policy. */
export function brokerKeys(keystore: () => Pick<Keystore, 'content'>): BrokerKeys {
  return {
    credentials(certificateId) {
      const { content } = keystore();
      const certificate = content.certificates.find(({ id }) => id === certificateId);
      const key = content.keys.find(({ id }) => id === certificate?.key)?.privateKey;
      if (key === undefined) return undefined;
      const path = content.paths.find(({ certificates }) => certificates[0] === certificateId);
      const chain = certificatesOf(content, path?.certificates ?? [certificateId]);
      return { cert: chain.join(''), key: pem('PRIVATE KEY', key) };
    },
    anchors(policyId) {
      const { content } = keystore();
      const policy = content.policies.find(({ id }) => id === policyId);
      return policy === undefined ? undefined : certificatesOf(content, policy.anchors);
    },
  };
}
