import { Fault } from '../../faults/fault.ts';
import type { SecurityFeature } from '../feature.ts';
import type { KeystoreContent, StoredTlsServer } from '../keystore/content.ts';
import { type Keystore, objectOf } from '../keystore/keystore.ts';
import { checkUsable } from './assignments.ts';

/** Policies that can be assigned: the standard leaves open what more than one would mean. */
const mostPolicies = 1;

function withTls(content: KeystoreContent, change: Partial<StoredTlsServer>): KeystoreContent {
  const changed = { ...content, tlsServer: { ...content.tlsServer, ...change } };
  checkUsable(changed);
  return changed;
}

type Names =
  | 'SetClientAuthenticationRequired'
  | 'GetClientAuthenticationRequired'
  | 'AddCertPathValidationPolicyAssignment'
  | 'RemoveCertPathValidationPolicyAssignment'
  | 'ReplaceCertPathValidationPolicyAssignment'
  | 'GetAssignedCertPathValidationPolicies';

/** Certificates that clients of TLS must have (ONVIF Security 5.3), on HTTPS, RTSPS and WebSocket. Users log in as well. */
export function clientAuthenticationFeature(keystore: Keystore): SecurityFeature<Names> {
  return {
    capabilities: {
      TlsServer: {
        TLSClientAuthSupported: true,
        MaximumNumberOfTLSCertificationPathValidationPolicies: mostPolicies,
      },
    },
    handlers: {
      SetClientAuthenticationRequired: ({ clientAuthenticationRequired: clientAuthentication }) =>
        keystore.change((content) => {
          if (clientAuthentication && content.tlsServer.policies.length === 0)
            throw new Fault(
              'EnablingClientAuthenticationFailed',
              'No certification path validation policy is assigned',
            );
          return { content: withTls(content, { clientAuthentication }), result: {} };
        }),
      GetClientAuthenticationRequired: () => ({
        clientAuthenticationRequired: keystore.content.tlsServer.clientAuthentication,
      }),
      ...assignmentHandlers(keystore),
      GetAssignedCertPathValidationPolicies: () => ({
        CertPathValidationPolicyID: keystore.content.tlsServer.policies,
      }),
    },
  };
}

function assignmentHandlers(
  keystore: Keystore,
): Pick<
  SecurityFeature<Names>['handlers'],
  | 'AddCertPathValidationPolicyAssignment'
  | 'RemoveCertPathValidationPolicyAssignment'
  | 'ReplaceCertPathValidationPolicyAssignment'
> {
  return {
    AddCertPathValidationPolicyAssignment: ({ CertPathValidationPolicyID: id }) =>
      keystore.change((content) => {
        objectOf(content, 'policies', id);
        const { policies } = content.tlsServer;
        if (policies.includes(id)) return { content, result: {} };
        if (policies.length >= mostPolicies) throw new Fault('MaximumNumberOfTLSCertPathValidationPoliciesReached');
        return { content: withTls(content, { policies: [...policies, id] }), result: {} };
      }),
    RemoveCertPathValidationPolicyAssignment: ({ CertPathValidationPolicyID: id }) =>
      keystore.change((content) => {
        const { policies, clientAuthentication } = content.tlsServer;
        if (!policies.includes(id)) throw new Fault('CertPathValidationPolicyID');
        // Without a policy, TLS would accept nobody.
        if (clientAuthentication) throw new Fault('OperationProhibited', 'TLS client authentication is required');
        return { content: withTls(content, { policies: policies.filter((one) => one !== id) }), result: {} };
      }),
    ReplaceCertPathValidationPolicyAssignment: ({
      OldCertPathValidationPolicyID: old,
      NewCertPathValidationPolicyID: id,
    }) =>
      keystore.change((content) => {
        if (!content.tlsServer.policies.includes(old)) throw new Fault('OldCertPathValidationPolicyID');
        objectOf(content, 'policies', id, 'NewCertPathValidationPolicyID');
        return { content: withTls(content, { policies: [id] }), result: {} };
      }),
  };
}
