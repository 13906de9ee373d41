import type { UserLevel } from './user-level.ts';

/** A user as the media process may know it: digest secrets only, never a password (RFC 7616 3.4.2, A1). */
export interface DigestUser {
  readonly name: string;
  readonly level: UserLevel;
  /** hex of H(name:realm:password) */
  readonly ha1: { readonly MD5: string; readonly 'SHA-256': string };
}
