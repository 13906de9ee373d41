import type { RtpTarget, StreamConnection, UdpPair } from '../../../hal/ports/rtp-stream.ts';
import type { MulticastPlan } from '../../plan/desired-media.ts';
import type { Pair } from '../headers/transport.ts';

/** Path of a section's packets to the client, or from it. */
export type Carrier =
  | { readonly kind: 'interleaved'; readonly connection: StreamConnection; readonly channels: Pair }
  | {
      readonly kind: 'udp';
      readonly pair: UdpPair;
      /** Numeric address of the client. */
      readonly address: string;
      readonly ports: Pair;
    }
  | {
      readonly kind: 'multicast';
      readonly group: MulticastPlan;
      /** Our address on the interface the packets leave by. */
      readonly from: string;
      /** Whether the client chose the group itself. */
      readonly isChosen: boolean;
      /** Address of the client, whose reports are taken. */
      readonly address: string;
    };

export type UnicastCarrier = Exclude<Carrier, { readonly kind: 'multicast' }>;

export function unicastTarget(carrier: UnicastCarrier): RtpTarget {
  if (carrier.kind === 'interleaved') {
    const [rtpChannel, rtcpChannel] = carrier.channels;
    return { kind: 'interleaved', connection: carrier.connection, rtpChannel, rtcpChannel };
  }
  const [rtpPort, rtcpPort] = carrier.ports;
  return { kind: 'udp', pair: carrier.pair, address: carrier.address, rtpPort, rtcpPort };
}
