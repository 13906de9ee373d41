import type { MediaSection } from '../delivery/media-section.ts';
import { serializeSession } from '../headers/session.ts';
import { parseTransport, serializeTransport } from '../headers/transport.ts';
import type { RtspReply } from '../message.ts';
import type { RtspSession } from '../session.ts';
import { RtspError } from '../status.ts';
import { locate, type MethodContext, type Resource, sessionOf } from './context.ts';
import { wantsBackchannel } from './requirements.ts';
import type { SetUpRequest } from './set-up-request.ts';
import { setUpBackchannel } from './setup-backchannel.ts';
import { setUpTrack } from './setup-track.ts';

/** The media section of the request; that of the whole presentation where there is only one (RFC 2326 11.3.10). */
function controlOf({ control, presentation }: Resource): string {
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
  const others = sessions.all.flatMap((one) =>
    one.sections.filter((section) => one !== session || section.control !== control),
  );
  return new Set(
    others.flatMap(({ carrier }) =>
      carrier.kind === 'interleaved' && carrier.connection === connection.output ? carrier.channels : [],
    ),
  );
}

/** Adds a section to the session of the request, or to a new one. A session that is refused must not leave a receiver behind. */
function joinSession(
  { sessions, connection, user }: MethodContext,
  { path, presentation }: Resource,
  known: RtspSession | undefined,
  section: MediaSection,
): { readonly session: RtspSession; readonly goesOn: boolean } {
  try {
    // The client may have left, or lost its account, while the section was set up.
    if (!connection.isOpen) throw new RtspError(454, 'the connection is closed');
    if (known !== undefined && sessions.find(known.id) !== known) throw new RtspError(454, 'the session has ended');
    const { remoteAddress: address, secure, link } = connection;
    const takesRequests = (): boolean => link.takesRequests;
    const owner = { owner: connection, takesRequests, link: link.kind };
    const session = known ?? sessions.open({ path, presentation, user, address, secure, ...owner });
    return { session, goesOn: session.add(section) };
  } catch (error) {
    section.close();
    throw error;
  }
}

/** Plays a media section whose transport changed while it played. */
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
  const { request, sessions } = context;
  const resource = locate(context);
  const { presentation } = resource;
  wantsBackchannel(context, presentation);
  const known = sessionOf(context);
  const control = controlOf(resource);
  if (known !== undefined && known.path !== resource.path) throw new RtspError(459);
  known?.check('SETUP', []);
  const asked: SetUpRequest = {
    context,
    resource,
    control,
    offers: parseTransport(request.headers.get('transport') ?? ''),
    keyManagement: request.headers.get('keymgmt'),
    taken: takenChannels(context, known, control),
  };
  const isBackchannel = control === presentation.backchannel?.control;
  const { section, reply } = await (isBackchannel ? setUpBackchannel(asked) : setUpTrack(asked));
  const { session, goesOn } = joinSession(context, resource, known, section);
  sessions.supersede(session, section);
  return {
    status: 200,
    headers: [
      ['Transport', serializeTransport(reply)],
      ['Session', serializeSession({ id: session.id, timeout: presentation.sessionTimeout })],
    ],
    ...(goesOn && { after: () => void goOn(context, session, section) }),
  };
}
