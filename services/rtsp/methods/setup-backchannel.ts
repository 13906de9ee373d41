import type { UdpPair } from '../../../hal/ports/rtp-stream.ts';
import { BackchannelSection, type BackchannelSectionOptions } from '../backchannel/backchannel-section.ts';
import type { UnicastCarrier } from '../delivery/carrier.ts';
import { chooseTransport, freeChannels, interleave, isSecured, unicast } from '../delivery/choose-transport.ts';
import { familyOf } from '../delivery/multicast-group.ts';
import type { Transport } from '../headers/transport.ts';
import { plainAddress } from '../links/link.ts';
import { type Protection, protect } from '../srtp/protection.ts';
import { RtspError } from '../status.ts';
import type { MethodContext } from './context.ts';
import type { SetUp, SetUpRequest } from './set-up-request.ts';

/** Takes the packets of a pair of sockets to the section, once there is one. */
interface Inlet {
  take: ((side: 'rtp' | 'rtcp', packet: Buffer) => void) | undefined;
}

/** Sockets of this section alone; packets of anybody but its client are dropped. */
function openPair({ options, connection }: MethodContext, inlet: Inlet): UdpPair {
  const listen =
    (side: 'rtp' | 'rtcp') =>
    (packet: Buffer, address: string): void => {
      if (plainAddress(address) === connection.remoteAddress) inlet.take?.(side, packet);
    };
  const address = connection.localAddress;
  const [onRtp, onRtcp] = [listen('rtp'), listen('rtcp')];
  return options.transports.openUdpPair({ family: familyOf(address), address, rtpPort: 0, onRtp, onRtcp });
}

async function carry(
  transport: Transport,
  { context, taken }: SetUpRequest,
  inlet: Inlet,
): Promise<{ readonly carrier: UnicastCarrier; readonly reply: Transport; readonly release: () => void }> {
  const { connection } = context;
  if (transport.lower === 'TCP') {
    const chosen = await interleave(transport, connection, freeChannels(taken, transport.interleaved));
    return { ...chosen, release: () => undefined };
  }
  const pair = openPair(context, inlet);
  return { ...unicast(transport, connection, pair), release: () => pair.close() };
}

function protectionOf(
  transport: Transport,
  { context, resource, keyManagement }: SetUpRequest,
): Protection | undefined {
  const { backchannel } = resource.presentation;
  if (!isSecured(transport) || backchannel === undefined) return undefined;
  const { output: owner, srtp: algorithm } = backchannel;
  return protect(context.options.transports, context.keys, { owner, algorithm, keyManagement, isGroup: false });
}

/** Sets up the audio of a client towards the speaker (STR-81, STR-84). */
export async function setUpBackchannel(asked: SetUpRequest): Promise<SetUp> {
  const { context, resource, control, offers, keyManagement } = asked;
  const { backchannel } = resource.presentation;
  if (backchannel === undefined) throw new RtspError(404);
  const transport = chooseTransport(offers, {
    connection: context.connection,
    wantsSrtp: backchannel.srtp !== 'NONE',
    hasKey: keyManagement !== undefined,
    multicast: 'none',
  });
  const protection = protectionOf(transport, asked);
  const inlet: Inlet = { take: undefined };
  try {
    const { carrier, reply, release } = await carry(transport, asked, inlet);
    const { options, talkers } = context;
    const section = new BackchannelSection({
      carrier,
      control,
      output: backchannel.output,
      backchannel: () => options.presentation(resource.path)?.backchannel,
      protection,
      speakers: options.speakers,
      transports: options.transports,
      talkers,
      log: options.log,
      release,
    } satisfies BackchannelSectionOptions);
    inlet.take = (side, packet) => context.sessions.takeFor(section, side, packet);
    return { section, reply };
  } catch (error) {
    protection?.close();
    throw error;
  }
}
