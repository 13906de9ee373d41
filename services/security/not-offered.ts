import type { AdvancedsecurityOperations } from '../generated/advancedsecurity-operations.ts';
import { type NotOffered, notOffered } from '../soap/service.ts';
import type { certificateFeature } from './certificates/certificate-operations.ts';
import type { keyFeature } from './keys/key-operations.ts';
import type { keyUploadFeature } from './keys/upload-key.ts';
import type { passphraseFeature } from './passphrases.ts';
import type { pathFeature } from './paths/path-operations.ts';
import type { pkcs12Feature } from './paths/pkcs12-upload.ts';
import type { policyFeature } from './policies/policy-operations.ts';
import type { revocationFeature } from './revocation/revocation-operations.ts';
import type { tlsServerFeature } from './tls-server/assignments.ts';
import type { clientAuthenticationFeature } from './tls-server/client-authentication.ts';

type Features =
  | typeof keyFeature
  | typeof keyUploadFeature
  | typeof passphraseFeature
  | typeof certificateFeature
  | typeof pathFeature
  | typeof pkcs12Feature
  | typeof revocationFeature
  | typeof policyFeature
  | typeof tlsServerFeature
  | typeof clientAuthenticationFeature;
type NamesOf<Made> = Made extends { readonly handlers: infer Handled } ? keyof Handled : never;
type Offered = NamesOf<ReturnType<Features>> | 'GetServiceCapabilities';

const noTokens = notOffered('users log in by digest: no JSON web tokens');
const noServers = notOffered('no authorization servers: users are those of the camera');
const noSigning = notOffered('media is not signed');
const noDot1X = notOffered('no IEEE 802.1X: the network of the machine is set up outside');
const noNames = notOffered('users log in by digest, not by the name of a certificate', 'CnMapsToUserFailed');

/** Operations that this device does not offer, with the reason why. */
export const notOfferedOperations: {
  readonly [Name in Exclude<keyof AdvancedsecurityOperations, Offered>]: NotOffered;
} = {
  GetJWTConfiguration: noTokens,
  SetJWTConfiguration: noTokens,
  GetAuthorizationServerConfigurations: noServers,
  CreateAuthorizationServerConfiguration: noServers,
  SetAuthorizationServerConfiguration: noServers,
  DeleteAuthorizationServerConfiguration: noServers,
  AddMediaSigningCertificateAssignment: noSigning,
  RemoveMediaSigningCertificateAssignment: noSigning,
  GetAssignedMediaSigningCertificates: noSigning,
  AddDot1XConfiguration: noDot1X,
  GetAllDot1XConfigurations: noDot1X,
  GetDot1XConfiguration: noDot1X,
  DeleteDot1XConfiguration: noDot1X,
  SetNetworkInterfaceDot1XConfiguration: noDot1X,
  GetNetworkInterfaceDot1XConfiguration: noDot1X,
  DeleteNetworkInterfaceDot1XConfiguration: noDot1X,
  SetCnMapsToUser: noNames,
  GetCnMapsToUser: noNames,
};
