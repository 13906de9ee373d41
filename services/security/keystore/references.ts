import type { KeystoreContent, ObjectKind } from './content.ts';

/** Tells whether something refers to an object. */
type References = (content: KeystoreContent, id: string) => boolean;

/** Whether something in the keystore refers to an object (ONVIF Security 5.2.4, referential integrity), by its kind. */
export const references: Readonly<Record<ObjectKind, References>> = {
  keys: ({ certificates }, id) => certificates.some(({ key }) => key === id),
  certificates: ({ paths, policies }, id) =>
    paths.some(({ certificates }) => certificates.includes(id)) || policies.some(({ anchors }) => anchors.includes(id)),
  paths: ({ tlsServer }, id) => tlsServer.paths.includes(id),
  policies: ({ tlsServer }, id) => tlsServer.policies.includes(id),
  revocationLists: () => false,
  passphrases: () => false,
};
