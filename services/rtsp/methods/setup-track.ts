import type { RtpSubscription } from '../../../hal/ports/rtp-stream.ts';
import { type Carrier, unicastTarget } from '../delivery/carrier.ts';
import {
  type ChosenCarrier,
  chooseTransport,
  freeChannels,
  interleave,
  isSecured,
  multicast,
  unicast,
} from '../delivery/choose-transport.ts';
import { TrackSection } from '../delivery/track-section.ts';
import type { Transport } from '../headers/transport.ts';
import type { Track } from '../server-options.ts';
import { type Protection, protect } from '../srtp/protection.ts';
import { RtspError } from '../status.ts';
import type { MethodContext } from './context.ts';
import type { SetUp, SetUpRequest } from './set-up-request.ts';

async function carry(transport: Transport, track: Track, { context, taken }: SetUpRequest): Promise<ChosenCarrier> {
  const { connection, pairs, served } = context;
  if (transport.delivery === 'multicast') return multicast(transport, connection, track.multicast, served);
  if (transport.lower === 'UDP') return unicast(transport, connection, pairs.of(connection.localAddress));
  return interleave(transport, connection, freeChannels(taken, transport.interleaved));
}

function subscribe(
  { stream }: Track,
  carrier: Carrier,
  protection: Protection | undefined,
  { multicast: senders }: MethodContext,
): RtpSubscription {
  if (carrier.kind === 'multicast') {
    const { group, from, isChosen } = carrier;
    // A group has one key for all: a client cannot bring its own.
    if (protection?.isOwn === true) throw new RtspError(463, 'a key of its own for a group');
    return senders.join({ stream, group, from, isChosen, keys: protection?.keys });
  }
  const target = unicastTarget(carrier);
  return stream.subscribe(protection === undefined ? target : { ...target, srtp: protection.keys.context });
}

/** Sets up a track that is sent to the client. */
export async function setUpTrack(asked: SetUpRequest): Promise<SetUp> {
  const { context, resource, control, offers, keyManagement } = asked;
  const track = resource.presentation.tracks.find((one) => one.control === control);
  if (track === undefined) throw new RtspError(404);
  const transport = chooseTransport(offers, {
    connection: context.connection,
    wantsSrtp: track.srtp !== 'NONE',
    hasKey: keyManagement !== undefined,
    multicast: track.multicast,
  });
  const { carrier, reply } = await carry(transport, track, asked);
  const protection = isSecured(transport)
    ? protect(context.options.transports, context.keys, {
        owner: track.stream.id,
        algorithm: track.srtp,
        keyManagement,
        isGroup: carrier.kind === 'multicast',
      })
    : undefined;
  try {
    const subscription = subscribe(track, carrier, protection, context);
    const section = new TrackSection({ track, carrier, subscription, protection });
    return { section, reply: { ...reply, ssrc: subscription.ssrc } };
  } catch (error) {
    protection?.close();
    throw error;
  }
}
