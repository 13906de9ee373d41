import type { UserLevel } from '../auth/user-level.ts';

/** What a handler may know of the request besides its message. */
export interface RequestContext {
  /** undefined only where the access class is PRE_AUTH. */
  readonly user: { readonly name: string; readonly level: UserLevel } | undefined;
  /** Absolute origin under which this client reached us, e.g. `http://192.0.2.7:8080`: the base of every XAddr and URI. */
  readonly origin: string;
  /** Host part of the origin, an IPv6 address without brackets. */
  readonly host: string;
  readonly remoteAddress: string;
  /** What follows the binding's own path, e.g. a subscription id; empty when nothing does. */
  readonly subPath: string;
  /** Aborted when the client goes away: long polls must give up. */
  readonly signal: AbortSignal;
}
