import type { MediaSection } from '../delivery/media-section.ts';
import { serializeSession } from '../headers/session.ts';
import { parseTransport, serializeTransport, type Transport } from '../headers/transport.ts';
import type { RtspReply } from '../message.ts';
import type { RtspSession } from '../session.ts';
import { RtspError } from '../status.ts';
import { locate, type MethodContext, type Place, sessionOf, wantsBackchannel } from './context.ts';
import { setUpBackchannel } from './setup-backchannel.ts';
import { setUpTrack } from './setup-track.ts';

/** What setting a media section up yields. */
export interface SetUp {
  readonly section: MediaSection;
  readonly reply: Transport;
}

/** What the sections are set up with. */
export interface SetUpRequest {
  readonly context: MethodContext;
  readonly place: Place;
  readonly control: string;
  readonly offers: readonly Transport[];
  readonly keyManagement: string | undefined;
  /** Channels of this connection that other media sections use. */
  readonly taken: ReadonlySet<number>;
}

/** The media section of the request; that of the whole presentation where there is only one (RFC 2326 11.3.10). */
function controlOf({ control, presentation }: Place): string {
  const [only, second] = presentation.tracks;
  const found = control ?? (second === undefined ? only?.control : undefined);
  if (found === undefined) throw new RtspError(459);
  return found;
}

function takenChannels(
  { sessions, connection }: MethodContext,
  session: RtspSession | undefined,
  control: string,
): ReadonlySet<number> {
  const sections = sessions.all.flatMap((one) =>
    one.sections.filter((section) => one !== session || section.control !== control),
  );
  return new Set(
    sections.flatMap(({ carrier }) =>
      carrier.kind === 'interleaved' && carrier.connection === connection.output ? carrier.channels : [],
    ),
  );
}

/** A session that cannot be had must not leave a receiver behind. */
function joinSession(
  { sessions, connection, user }: MethodContext,
  place: Place,
  known: RtspSession | undefined,
  section: MediaSection,
): { readonly session: RtspSession; readonly goesOn: boolean } {
  try {
    const { path, presentation } = place;
    const { remoteAddress: address, secure, link } = connection;
    const session =
      known ?? sessions.open({ path, presentation, user, address, owner: connection, link: link.kind, secure });
    return { session, goesOn: session.add(section) };
  } catch (error) {
    section.close();
    throw error;
  }
}

/** A media section whose transport changed while it played goes on by itself. */
async function goOn({ sessions, options }: MethodContext, session: RtspSession, section: MediaSection): Promise<void> {
  try {
    await session.play([section]);
    session.start([section]);
    sessions.tellPlaying(session);
  } catch (error) {
    options.log.warn({ err: error, session: session.id }, 'a track did not go on after its transport changed');
    sessions.close(session, 'no picture');
  }
}

export async function setup(context: MethodContext): Promise<RtspReply> {
  const { request, connection } = context;
  const place = locate(context);
  wantsBackchannel(context, place.presentation);
  const known = sessionOf(context);
  const control = controlOf(place);
  if (known !== undefined && known.path !== place.path) throw new RtspError(459);
  known?.check('SETUP', []);
  const what: SetUpRequest = {
    context,
    place,
    control,
    offers: parseTransport(request.headers.get('transport') ?? ''),
    keyManagement: request.headers.get('keymgmt'),
    taken: takenChannels(context, known, control),
  };
  const isBackchannel = control === place.presentation.backchannel?.control;
  const { section, reply } = await (isBackchannel ? setUpBackchannel(what) : setUpTrack(what));
  const { session, goesOn } = joinSession(context, place, known, section);
  if (goesOn) connection.afterReply = () => void goOn(context, session, section);
  return {
    status: 200,
    headers: [
      ['Transport', serializeTransport(reply)],
      ['Session', serializeSession({ id: session.id, timeout: place.presentation.sessionTimeout })],
    ],
  };
}
