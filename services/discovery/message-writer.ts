import { createHash, randomUUID } from 'node:crypto';
import type { DiscoveryState } from './discovery-settings.ts';
import { bye, type Envelope, hello, probeMatches, resolveMatches, unknownRuleFault } from './envelope.ts';
import { hostsFor, type ListeningAddress } from './listening-addresses.ts';
import type { Request } from './message.ts';
import { deviceTypes, type Target } from './target.ts';

/** Addresses in d:XAddrs at most. */
const maximumXAddrs = 8;

interface MessageWriterOptions {
  readonly state: { get(): DiscoveryState };
  /** `urn:uuid:…` */
  readonly address: string;
  readonly scopes: () => readonly string[];
  /** Address of the device service at a URL host, undefined where the web server does not listen. */
  readonly xAddr: (host: string) => string | undefined;
}

/** Writes the messages of the device and numbers them. */
export interface MessageWriter {
  target(): Target;
  hello(local: ListeningAddress, addresses: readonly ListeningAddress[]): Buffer;
  bye(): Buffer;
  answer(
    request: Request,
    verdict: 'match' | 'unknown-rule',
    local: ListeningAddress,
    addresses: readonly ListeningAddress[],
  ): Buffer;
  /** Digest of types, scopes and addresses: MetadataVersion counts its changes. */
  metadata(addresses: readonly ListeningAddress[]): string;
}

export function createMessageWriter({ state, address, scopes, xAddr }: MessageWriterOptions): MessageWriter {
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
  const xAddrs = (local: ListeningAddress, addresses: readonly ListeningAddress[]): readonly string[] =>
    hostsFor(local, addresses)
      .map(xAddr)
      .filter((url) => url !== undefined)
      .slice(0, maximumXAddrs);
  return {
    target,
    hello: (local, addresses) => hello(envelope(), target(), xAddrs(local, addresses)),
    bye: () => bye(envelope(), target()),
    answer(request, verdict, local, addresses) {
      if (verdict === 'unknown-rule') return unknownRuleFault(envelope(), request.messageId);
      const write = request.kind === 'probe' ? probeMatches : resolveMatches;
      return write(envelope(), request.messageId, target(), xAddrs(local, addresses));
    },
    metadata(addresses) {
      const all = new Set(addresses.flatMap((local) => xAddrs(local, addresses)));
      const text = JSON.stringify([deviceTypes, scopes(), [...all].sort()]);
      return createHash('sha256').update(text).digest('base64');
    },
  };
}
