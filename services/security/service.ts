import {
  type AdvancedsecurityOperations,
  advancedsecurityOperations,
} from '../generated/advancedsecurity-operations.ts';
import type * as tas from '../generated/tas.ts';
import { bindService, type Handlers, type ServiceBinding } from '../soap/service.ts';
import { certificateFeature } from './certificates/certificate-operations.ts';
import type { SecurityCapabilityParts } from './feature.ts';
import type { KeyGeneration } from './keys/key-generation.ts';
import { keyFeature } from './keys/key-operations.ts';
import { keyUploadFeature } from './keys/upload-key.ts';
import type { Keystore } from './keystore/keystore.ts';
import { notOfferedOperations } from './not-offered.ts';
import { passphraseFeature } from './passphrases.ts';
import { pathFeature } from './paths/path-operations.ts';
import { pkcs12Feature } from './paths/pkcs12-upload.ts';
import { policyFeature } from './policies/policy-operations.ts';
import { revocationFeature } from './revocation/revocation-operations.ts';
import { checkUsable, tlsServerFeature } from './tls-server/assignments.ts';
import { clientAuthenticationFeature } from './tls-server/client-authentication.ts';

export interface SecurityServiceOptions {
  readonly keystore: Keystore;
  readonly generation: KeyGeneration;
  /** Whether any port has TLS now. */
  readonly isTlsEnabled: () => boolean;
  /** Present time in milliseconds since 1970. */
  readonly now: () => number;
}

function capabilitiesOf(parts: readonly SecurityCapabilityParts[]): tas.Capabilities {
  return {
    KeystoreCapabilities: Object.assign({}, ...parts.map(({ Keystore }) => Keystore)) as tas.KeystoreCapabilities,
    TLSServerCapabilities: Object.assign({}, ...parts.map(({ TlsServer }) => TlsServer)) as tas.TLSServerCapabilities,
    ...(Object.assign({}, ...parts.map(({ Dot1X }) => Dot1X && { Dot1XCapabilities: Dot1X })) as object),
  };
}

/** Security service: keys, certificates and TLS of the device (ONVIF Security). */
export function createSecurityService(options: SecurityServiceOptions): ServiceBinding {
  const { keystore, generation, isTlsEnabled, now } = options;
  const keys = keyFeature(keystore, generation);
  const keyUpload = keyUploadFeature(keystore);
  const passphrases = passphraseFeature(keystore);
  const certificates = certificateFeature(keystore, generation, now);
  const paths = pathFeature(keystore, checkUsable);
  const pkcs12 = pkcs12Feature(keystore);
  const revocation = revocationFeature(keystore);
  const policies = policyFeature(keystore);
  const tlsServer = tlsServerFeature(keystore, isTlsEnabled);
  const clients = clientAuthenticationFeature(keystore);
  const features = [
    keys,
    keyUpload,
    passphrases,
    certificates,
    paths,
    pkcs12,
    revocation,
    policies,
    tlsServer,
    clients,
  ];
  const capabilities = capabilitiesOf(features.map((feature) => feature.capabilities));
  const handlers: Handlers<AdvancedsecurityOperations> = {
    ...notOfferedOperations,
    ...keys.handlers,
    ...keyUpload.handlers,
    ...passphrases.handlers,
    ...certificates.handlers,
    ...paths.handlers,
    ...pkcs12.handlers,
    ...revocation.handlers,
    ...policies.handlers,
    ...tlsServer.handlers,
    ...clients.handlers,
    GetServiceCapabilities: () => ({ Capabilities: capabilities }),
  };
  return bindService<AdvancedsecurityOperations>(
    {
      path: '/onvif/advancedsecurity_service',
      namespace: 'http://www.onvif.org/ver10/advancedsecurity/wsdl',
      version: { Major: 26, Minor: 6 },
      capabilities: () => capabilities,
    },
    advancedsecurityOperations,
    handlers,
  );
}
