import type { Talkers } from '../backchannel/talkers.ts';
import type { RtspConnection } from '../connection.ts';
import type { MediaSection } from '../delivery/media-section.ts';
import type { MulticastSenders } from '../delivery/multicast-senders.ts';
import { backchannelTag, parseRequire, unsupportedTags } from '../headers/require.ts';
import { parseSession } from '../headers/session.ts';
import type { RtspRequest } from '../message.ts';
import type { Presentation, RtspServerOptions } from '../server-options.ts';
import type { RtspSession } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import type { DeviceKeys } from '../srtp/device-keys.ts';
import { RtspError } from '../status.ts';
import { pathsOfUri } from '../stream-uri.ts';
import type { UdpPairs } from '../udp-pairs.ts';

/** What the server holds for all connections. */
export interface ServerContext {
  readonly options: RtspServerOptions;
  readonly sessions: Sessions;
  readonly pairs: UdpPairs;
  readonly multicast: MulticastSenders;
  readonly keys: DeviceKeys;
  readonly talkers: Talkers;
  /** Addresses of ours that are served, empty for all. */
  readonly served: ReadonlySet<string>;
}

/** What the methods work on. */
export interface MethodContext extends ServerContext {
  readonly connection: RtspConnection;
  readonly request: RtspRequest;
  /** Who asks. */
  readonly user: string;
}

/** What a URI names: a presentation, and the media section where it points at one. */
export interface Place {
  readonly path: string;
  readonly presentation: Presentation;
  readonly control: string | undefined;
}

function placeAt(path: string, options: RtspServerOptions): Place | undefined {
  const whole = options.presentation(path);
  if (whole !== undefined) return { path, presentation: whole, control: undefined };
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, Math.max(0, slash));
  const control = path.slice(slash + 1);
  const presentation = options.presentation(parent);
  const controls = [...(presentation?.tracks ?? []), presentation?.backchannel].map((one) => one?.control);
  return presentation !== undefined && controls.includes(control) ? { path: parent, presentation, control } : undefined;
}

/** Where a request points; 404 when there is nothing. */
export function locate({ options, request }: Pick<MethodContext, 'options' | 'request'>): Place {
  const places = pathsOfUri(request.uri).map((path) => placeAt(path, options));
  // A client that hung a control behind a query meant the media section.
  const place = places.find((one) => one?.control !== undefined) ?? places.find((one) => one !== undefined);
  if (place === undefined) throw new RtspError(404);
  return place;
}

/** The session a request names, if it names one; 454 when it is unknown or somebody else's. */
export function sessionOf({ request, sessions, connection, user }: MethodContext): RtspSession | undefined {
  const header = request.headers.get('session');
  if (header === undefined) return undefined;
  const session = sessions.find(parseSession(header)?.id ?? '');
  const isMine = session?.options.user === user || session?.options.owner === connection;
  if (session === undefined || !isMine) throw new RtspError(454);
  session.lastSeen = Date.now();
  return session;
}

/** The session and sections that PLAY, PAUSE and TEARDOWN are about: all, or that of a media URI (STR-43, STR-44). */
export function controlled(context: MethodContext): {
  readonly session: RtspSession;
  readonly sections: readonly MediaSection[];
  readonly isAggregate: boolean;
} {
  const session = sessionOf(context);
  if (session === undefined) throw new RtspError(454);
  const paths = pathsOfUri(context.request.uri);
  const section = session.sections.find(({ control }) => paths.includes(`${session.path}/${control}`));
  if (section !== undefined) return { session, sections: [section], isAggregate: false };
  if (!paths.includes(session.path)) throw new RtspError(404);
  return { session, sections: session.sections, isAggregate: true };
}

/** Whether the client asks for the backchannel; 551 for tags we, or the profile, do not have (STR-80, STR-82). */
export function wantsBackchannel(
  { request }: Pick<MethodContext, 'request'>,
  presentation: Presentation | undefined,
): boolean {
  const tags = parseRequire(request.headers.get('require'), request.headers.get('proxy-require'));
  const supported = presentation?.backchannel === undefined ? [] : [backchannelTag];
  const unsupported = unsupportedTags(tags, supported);
  if (unsupported !== '') throw new RtspError(551, undefined, [['Unsupported', unsupported]]);
  return tags.length > 0;
}
