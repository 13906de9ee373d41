import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import type { SecurityFeature } from '../feature.ts';
import type { KeystoreContent, StoredPolicy } from '../keystore/content.ts';
import {
  type Keystore,
  newId,
  objectOf,
  storedAlias,
  wireAlias,
  withObjects,
  withoutObject,
} from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';

/** Trust anchors of one policy. */
const mostAnchors = 16;

type Sent = Pick<tas.CertPathValidationPolicy, 'Alias' | 'Parameters' | 'TrustAnchor'>;

/** Faults: CertPathValidationParameters. */
function fromWire(id: string, { Alias, Parameters, TrustAnchor }: Sent): StoredPolicy {
  const { RequireTLSWWWClientAuthExtendedKeyUsage: clientUsage = false, UseDeltaCRLs = false } = Parameters;
  if (UseDeltaCRLs) throw new Fault('CertPathValidationParameters', 'Delta CRLs are not used');
  if (TrustAnchor.length > mostAnchors)
    throw new Fault('CertPathValidationParameters', `A policy has ${mostAnchors} trust anchors at most`);
  return { id, ...storedAlias(Alias), clientUsage, anchors: TrustAnchor.map(({ CertificateID }) => CertificateID) };
}

function toWire(policy: StoredPolicy): tas.CertPathValidationPolicy {
  return {
    CertPathValidationPolicyID: policy.id,
    ...wireAlias(policy),
    Parameters: { RequireTLSWWWClientAuthExtendedKeyUsage: policy.clientUsage },
    TrustAnchor: policy.anchors.map((CertificateID) => ({ CertificateID })),
  };
}

function checkAnchors(content: KeystoreContent, { anchors }: StoredPolicy): void {
  for (const anchor of anchors) objectOf(content, 'certificates', anchor);
}

type Names =
  | 'CreateCertPathValidationPolicy'
  | 'GetCertPathValidationPolicy'
  | 'GetAllCertPathValidationPolicies'
  | 'SetCertPathValidationPolicy'
  | 'DeleteCertPathValidationPolicy';

/** Certification path validation policies: which certificates of others are trusted (ONVIF Security 5.2.6.5). */
export function policyFeature(keystore: Keystore): SecurityFeature<Names> {
  return {
    capabilities: {
      Keystore: {
        MaximumNumberOfCertificationPathValidationPolicies: limits.policies,
        EnforceTLSWebClientAuthExtKeyUsage: true,
      },
    },
    handlers: {
      CreateCertPathValidationPolicy: (sent) => {
        const policy = fromWire(newId('policies'), sent);
        return keystore.change((content) => {
          checkAnchors(content, policy);
          const result = { CertPathValidationPolicyID: policy.id };
          return { content: withObjects(content, 'policies', [policy]), result };
        });
      },
      GetCertPathValidationPolicy: ({ CertPathValidationPolicyID: id }) => ({
        CertPathValidationPolicy: toWire(objectOf(keystore.content, 'policies', id)),
      }),
      GetAllCertPathValidationPolicies: () => ({ CertPathValidationPolicy: keystore.content.policies.map(toWire) }),
      SetCertPathValidationPolicy: ({ CertPathValidationPolicy: sent }) => {
        const policy = fromWire(sent.CertPathValidationPolicyID, sent);
        return keystore.change((content) => {
          objectOf(content, 'policies', policy.id);
          keystore.checkUnreferenced(content, 'policies', policy.id);
          checkAnchors(content, policy);
          const policies = content.policies.map((one) => (one.id === policy.id ? policy : one));
          return { content: { ...content, policies }, result: {} };
        });
      },
      DeleteCertPathValidationPolicy: ({ CertPathValidationPolicyID: id }) =>
        keystore.change((content) => {
          objectOf(content, 'policies', id);
          keystore.checkUnreferenced(content, 'policies', id);
          return { content: withoutObject(content, 'policies', id), result: {} };
        }),
    },
  };
}
