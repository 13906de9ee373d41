import { Fault } from '../../faults/fault.ts';
import type { KeystoreContent, ObjectKind } from './content.ts';

type References = (content: KeystoreContent, id: string) => boolean;

/** Whether something in the keystore refers to an object (ONVIF Security 5.2.4, referential integrity), by its kind. */
const references: Readonly<Record<ObjectKind, References>> = {
  keys: ({ certificates }, id) => certificates.some(({ key }) => key === id),
  certificates: ({ paths, policies }, id) =>
    paths.some(({ certificates }) => certificates.includes(id)) || policies.some(({ anchors }) => anchors.includes(id)),
  paths: ({ tlsServer }, id) => tlsServer.paths.includes(id),
  policies: ({ tlsServer }, id) => tlsServer.policies.includes(id),
  revocationLists: () => false,
  passphrases: () => false,
};

/** Faults: ReferenceExists while something refers to the object. */
export function checkUnreferenced(content: KeystoreContent, kind: ObjectKind, id: string): void {
  if (references[kind](content, id)) throw new Fault('ReferenceExists');
}
