import type { MediaState } from '../../hal/ports/media-engine.ts';
import type { UserLevel } from '../soap/request-context.ts';

/** One RTSP path: what `rtsp://host:port/<path>` plays. */
export interface StreamPath {
  /** Without leading slash, [A-Za-z0-9._-] and `/`; stays valid while the profile exists. */
  readonly path: string;
  /** Session name of the SDP. */
  readonly name: string;
  /** Encoder tokens, one m= section each, in this order. */
  readonly encoders: readonly string[];
  /** Seconds (SessionTimeout of the configurations; 60 by default). */
  readonly sessionTimeout: number;
}

/** A user as the media process may know it: digest secrets only, never a password (RFC 7616 3.4.2, A1). */
export interface DigestUser {
  readonly name: string;
  readonly level: UserLevel;
  /** hex of H(name:realm:password) */
  readonly ha1: { readonly MD5: string; readonly 'SHA-256': string };
}

/** Everything the media process needs to converge on; sent whole after each change and after each restart. */
export interface DesiredMedia {
  readonly media: MediaState;
  readonly paths: readonly StreamPath[];
  readonly realm: string;
  /** Empty in setup state: RTSP refuses everybody then. */
  readonly users: readonly DigestUser[];
  readonly rtsp: { readonly addresses: readonly string[]; readonly port: number };
}
