import type { UserLevel } from './user-level.ts';

/** Hash algorithms of HTTP and RTSP digest authentication, as SetHashingAlgorithm names them. */
export type DigestAlgorithm = 'MD5' | 'SHA-256';

/** A user as the media process may know it: digest secrets only, never a password (RFC 7616 3.4.2, A1). */
export interface DigestUser {
  readonly name: string;
  readonly level: UserLevel;
  /** hex of H(name:realm:password) */
  readonly ha1: Readonly<Record<DigestAlgorithm, string>>;
}
