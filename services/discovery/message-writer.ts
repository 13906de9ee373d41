import { createHash, randomUUID } from 'node:crypto';
import type { DiscoveryState } from './discovery-settings.ts';
import { bye, type Envelope, hello, probeMatches, resolveMatches, unknownRuleFault } from './envelope.ts';
import { hostsFor, type Place } from './listening-addresses.ts';
import type { Request } from './message.ts';
import { deviceTypes, type Target } from './target.ts';

/** Addresses in d:XAddrs at most. */
const maximumXAddrs = 8;

export interface VoiceOptions {
  readonly state: { get(): DiscoveryState };
  /** `urn:uuid:…` */
  readonly address: string;
  readonly scopes: () => readonly string[];
  /** Address of the device service at a URL host, undefined where the web server does not listen. */
  readonly xAddr: (host: string) => string | undefined;
}

/** Writes what the device says, numbering its messages. */
export interface Voice {
  target(): Target;
  hello(place: Place, places: readonly Place[]): Buffer;
  bye(): Buffer;
  answer(request: Request, verdict: 'match' | 'unknown-rule', place: Place, places: readonly Place[]): Buffer;
  /** Everything MetadataVersion stands for, as one digest. */
  metadata(places: readonly Place[]): string;
}

export function createVoice({ state, address, scopes, xAddr }: VoiceOptions): Voice {
  let messageNumber = 0;
  const envelope = (): Envelope => {
    messageNumber += 1;
    return { messageId: `urn:uuid:${randomUUID()}`, sequence: { instanceId: state.get().instanceId, messageNumber } };
  };
  const target = (): Target => ({
    address,
    types: deviceTypes,
    scopes: scopes(),
    metadataVersion: state.get().metadataVersion,
  });
  const xAddrs = (place: Place, places: readonly Place[]): readonly string[] =>
    hostsFor(place, places)
      .map(xAddr)
      .filter((url) => url !== undefined)
      .slice(0, maximumXAddrs);
  return {
    target,
    hello: (place, places) => hello(envelope(), target(), xAddrs(place, places)),
    bye: () => bye(envelope(), target()),
    answer(request, verdict, place, places) {
      if (verdict === 'unknown-rule') return unknownRuleFault(envelope(), request.messageId);
      const write = request.kind === 'probe' ? probeMatches : resolveMatches;
      return write(envelope(), request.messageId, target(), xAddrs(place, places));
    },
    metadata(places) {
      const all = new Set(places.flatMap((place) => xAddrs(place, places)));
      const text = JSON.stringify([deviceTypes, scopes(), [...all].sort()]);
      return createHash('sha256').update(text).digest('base64');
    },
  };
}
