import type { ObjectKind } from './content.ts';

type Bound = 'pathLength' | 'certificateBytes' | 'revocationListBytes' | 'aliasLength';

/** Most objects of each kind in the keystore: the MaximumNumberOf… capabilities (ONVIF Security, keystore capabilities). */
export const limits: Readonly<Record<ObjectKind | Bound, number>> = {
  keys: 32,
  certificates: 64,
  paths: 16,
  revocationLists: 8,
  policies: 8,
  passphrases: 16,
  /** Certificates of a certification path. */
  pathLength: 10,
  /** Bytes of one certificate in DER. */
  certificateBytes: 16_384,
  /** Bytes of one certificate revocation list in DER: about 1,700 revoked certificates. */
  revocationListBytes: 65_536,
  /** Characters of an alias; longer ones would fill the storage. */
  aliasLength: 256,
};
