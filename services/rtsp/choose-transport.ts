import type { RtpTarget } from '../../hal/ports/rtp-stream.ts';
import type { RtspConnection } from './connection.ts';
import { type Pair, parseTransport, type Transport } from './headers/transport.ts';
import type { RtspSession } from './session.ts';
import { RtspError } from './status.ts';
import type { UdpPairs } from './udp-pairs.ts';

/** How a track will be delivered, and the Transport header that says so. */
export interface ChosenTransport {
  readonly target: RtpTarget;
  readonly reply: Transport;
  readonly rtcpSource: string | undefined;
}

function offered(transport: Transport, peer: string): boolean {
  if (transport.profile !== 'RTP/AVP' || transport.delivery !== 'unicast') return false;
  if (transport.mode !== undefined && transport.mode !== 'PLAY') return false;
  if (transport.lower === 'TCP') return true;
  const [rtp, rtcp] = transport.clientPort ?? [0, 0];
  // Packets go to the client itself and nowhere else: a camera must not be a way to flood a third party.
  const elsewhere =
    transport.destination !== undefined && transport.destination !== '' && transport.destination !== peer;
  return rtp > 0 && rtcp > 0 && !elsewhere;
}

function freeChannels(session: RtspSession | undefined, control: string, wanted: Pair | undefined): Pair {
  const taken = new Set(
    (session?.deliveries ?? []).flatMap(({ track, target }) =>
      target.kind === 'interleaved' && track.control !== control ? [target.rtpChannel, target.rtcpChannel] : [],
    ),
  );
  if (wanted !== undefined && !wanted.some((channel) => taken.has(channel))) return wanted;
  for (let first = 0; first < 255; first += 2)
    if (!taken.has(first) && !taken.has(first + 1)) return [first, first + 1];
  throw new RtspError(461, 'no channel is free');
}

async function interleave(transport: Transport, connection: RtspConnection, channels: Pair): Promise<ChosenTransport> {
  const [rtpChannel, rtcpChannel] = channels;
  const target: RtpTarget = { kind: 'interleaved', connection: await connection.adopt(), rtpChannel, rtcpChannel };
  const { profile, lower, delivery } = transport;
  return { target, reply: { profile, lower, delivery, interleaved: channels }, rtcpSource: undefined };
}

function unicast(transport: Transport, connection: RtspConnection, pairs: UdpPairs): ChosenTransport {
  const [rtpPort, rtcpPort] = transport.clientPort ?? [0, 0];
  const pair = pairs.of(connection.localAddress);
  const address = connection.remoteAddress;
  const { profile, lower, delivery } = transport;
  return {
    target: { kind: 'udp', pair, address, rtpPort, rtcpPort },
    reply: {
      profile,
      lower,
      delivery,
      source: connection.localAddress,
      clientPort: [rtpPort, rtcpPort],
      serverPort: [pair.rtpPort, pair.rtcpPort],
    },
    rtcpSource: `${address} ${rtcpPort}`,
  };
}

/** The first alternative that can be served (RFC 2326 12.39); 461 when there is none. */
export async function chooseTransport(
  header: string,
  where: { connection: RtspConnection; session: RtspSession | undefined; control: string; pairs: UdpPairs },
): Promise<ChosenTransport> {
  const { connection, session, control, pairs } = where;
  const chosen = parseTransport(header).find((transport) => offered(transport, connection.remoteAddress));
  if (chosen === undefined) throw new RtspError(461);
  if (chosen.lower === 'UDP') return unicast(chosen, connection, pairs);
  return interleave(chosen, connection, freeChannels(session, control, chosen.interleaved));
}
