import type { MulticastPlan } from '../../plan/desired-media.ts';
import { isMediaGroup } from '../../plan/media-group.ts';
import type { RtspConnection } from '../connection.ts';
import type { Pair, Transport } from '../headers/transport.ts';
import { RtspError } from '../status.ts';
import type { UdpPairs } from '../udp-pairs.ts';
import type { Carrier } from './carrier.ts';
import { familyOf, interfaceFor } from './multicast-group.ts';

/** Rules that decide whether an alternative can be served. */
interface TransportRules {
  readonly connection: RtspConnection;
  /** Whether the configuration wants SRTP, which is offered on secure connections only. */
  readonly wantsSrtp: boolean;
  /** Whether the client brought a key. */
  readonly hasKey: boolean;
  /** Group of the configuration; `none` where multicast is not served at all. */
  readonly multicast: MulticastPlan | undefined | 'none';
}

/** Channels that are taken already on a connection. */
type TakenChannels = ReadonlySet<number>;

/** Hops of a group that a client chose. */
const chosenTtl = 16;

export function isSecured({ profile }: Transport): boolean {
  return profile === 'RTP/SAVP' || profile === 'RTP/SAVPF';
}

/** The zone of a link-local address is ours; clients never write it. */
function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

function isProfileOffered(transport: Transport, { connection, wantsSrtp, hasKey }: TransportRules): boolean {
  if (isSecured(transport)) return connection.secure && (wantsSrtp || hasKey);
  // In the clear over UDP would undo what the configuration asks for; over TCP it is TLS that protects.
  return transport.lower === 'TCP' || !(connection.secure && wantsSrtp);
}

function isUnicastOffered(transport: Transport, { connection }: TransportRules): boolean {
  if (transport.lower === 'TCP') return true;
  const [rtp, rtcp] = transport.clientPort ?? [0, 0];
  const { destination } = transport;
  // Packets go to the client itself and nowhere else: a camera must not be a way to flood a third party.
  const elsewhere =
    destination !== undefined && destination !== '' && destination !== withoutZone(connection.remoteAddress);
  return rtp > 0 && rtcp > 0 && !elsewhere;
}

/** The group of a multicast alternative: the configured one, or what the client names (STR-51); undefined for neither. @internal */
export function groupOf(transport: Transport, plan: MulticastPlan | undefined): MulticastPlan | undefined {
  const address = transport.destination || plan?.address;
  const [port] = transport.port ?? [plan?.port ?? 0];
  if (address === undefined || !isMediaGroup(address) || port % 2 !== 0 || port < 1024) return undefined;
  const ttl = Math.min(transport.ttl ?? plan?.ttl ?? chosenTtl, Math.max(plan?.ttl ?? 0, chosenTtl));
  return { address, port, ttl };
}

function isOffered(transport: Transport, rules: TransportRules): boolean {
  if (transport.mode !== undefined && transport.mode !== 'PLAY') return false;
  if (!isProfileOffered(transport, rules)) return false;
  if (transport.delivery === 'unicast') return isUnicastOffered(transport, rules);
  if (rules.multicast === 'none' || transport.lower === 'TCP') return false;
  return groupOf(transport, rules.multicast) !== undefined;
}

/** The first alternative that can be served (RFC 2326 12.39); 461 when there is none. */
export function chooseTransport(offers: readonly Transport[], rules: TransportRules): Transport {
  const chosen = offers.find((transport) => isOffered(transport, rules));
  if (chosen === undefined) throw new RtspError(461);
  return chosen;
}

/** The wanted channels, or the first free pair where none were named or they are taken (STR-05a). */
export function freeChannels(taken: TakenChannels, wanted: Pair | undefined): Pair {
  if (wanted !== undefined && !wanted.some((channel) => taken.has(channel))) return wanted;
  for (let first = 0; first < 255; first += 2)
    if (!taken.has(first) && !taken.has(first + 1)) return [first, first + 1];
  throw new RtspError(461, 'no channel is free');
}

/** A carrier, and the Transport header that tells the client of it. */
export interface ChosenCarrier<Chosen extends Carrier = Carrier> {
  readonly carrier: Chosen;
  readonly reply: Transport;
}

type CarrierOf<Kind extends Carrier['kind']> = Extract<Carrier, { readonly kind: Kind }>;

export async function interleave(
  { profile, lower, delivery }: Transport,
  connection: RtspConnection,
  channels: Pair,
): Promise<ChosenCarrier<CarrierOf<'interleaved'>>> {
  const carrier = { kind: 'interleaved', connection: await connection.adopt(), channels } as const;
  return { carrier, reply: { profile, lower, delivery, interleaved: channels } };
}

export function unicast(
  { profile, lower, delivery, clientPort }: Transport,
  connection: RtspConnection,
  pair: ReturnType<UdpPairs['of']>,
): ChosenCarrier<CarrierOf<'udp'>> {
  const ports = clientPort ?? [0, 0];
  return {
    carrier: { kind: 'udp', pair, address: connection.remoteAddress, ports },
    reply: {
      profile,
      lower,
      delivery,
      source: withoutZone(connection.localAddress),
      clientPort: ports,
      serverPort: [pair.rtpPort, pair.rtcpPort],
    },
  };
}

export function multicast(
  transport: Transport,
  connection: RtspConnection,
  plan: MulticastPlan | undefined,
  served: Iterable<string>,
): ChosenCarrier<CarrierOf<'multicast'>> {
  const group = groupOf(transport, plan);
  if (group === undefined) throw new RtspError(461);
  const isChosen = group.address !== plan?.address || group.port !== plan.port;
  const from = interfaceFor(group.address, connection.localAddress, served);
  const { profile, lower, delivery } = transport;
  return {
    carrier: { kind: 'multicast', group, from, isChosen, address: connection.remoteAddress },
    reply: {
      profile,
      lower,
      delivery,
      destination: group.address,
      ...(familyOf(from) === familyOf(connection.localAddress) ? { source: withoutZone(from) } : {}),
      port: [group.port, group.port + 1],
      ttl: group.ttl,
    },
  };
}
