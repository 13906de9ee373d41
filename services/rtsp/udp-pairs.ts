import type { RtcpListener, RtpTransports, UdpPair } from '../../hal/ports/rtp-stream.ts';

/** Pairs of UDP sockets, one for each own address that a client has used: packets come from the address it talks to. */
export class UdpPairs {
  readonly #transports: RtpTransports;
  readonly #listener: RtcpListener;
  readonly #pairs = new Map<string, UdpPair>();

  constructor(transports: RtpTransports, listener: RtcpListener) {
    this.#transports = transports;
    this.#listener = listener;
  }

  /** The pair bound to one of our own addresses. */
  of(localAddress: string): UdpPair {
    const known = this.#pairs.get(localAddress);
    if (known !== undefined) return known;
    const family = localAddress.includes(':') ? 'IPv6' : 'IPv4';
    const pair = this.#transports.openUdpPair({
      family,
      address: localAddress,
      rtpPort: 0,
      onRtcp: this.#listener,
    });
    this.#pairs.set(localAddress, pair);
    return pair;
  }

  close(): void {
    for (const pair of this.#pairs.values()) pair.close();
    this.#pairs.clear();
  }
}
