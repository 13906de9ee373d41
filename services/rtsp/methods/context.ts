import type { Talkers } from '../backchannel/talkers.ts';
import type { RtspConnection } from '../connection.ts';
import type { MediaSection } from '../delivery/media-section.ts';
import type { MulticastSenders } from '../delivery/multicast-senders.ts';
import type { DescriptionVersions } from '../description-versions.ts';
import { parseSession } from '../headers/session.ts';
import type { RtspRequest } from '../message.ts';
import type { Presentation, RtspServerOptions } from '../server-options.ts';
import type { RtspSession } from '../session.ts';
import type { Sessions } from '../sessions.ts';
import type { DeviceKeys } from '../srtp/device-keys.ts';
import { RtspError } from '../status.ts';
import { pathsOfUri } from '../stream-uri.ts';
import type { UdpPairs } from '../udp-pairs.ts';

/** Parts of the server that all connections share. */
export interface ServerContext {
  readonly options: RtspServerOptions;
  readonly sessions: Sessions;
  readonly pairs: UdpPairs;
  readonly multicast: MulticastSenders;
  readonly keys: DeviceKeys;
  readonly talkers: Talkers;
  readonly descriptions: DescriptionVersions;
  /** Addresses of ours that are served, empty for all. */
  readonly served: ReadonlySet<string>;
}

/** Input of the methods: one request on its connection. */
export interface MethodContext extends ServerContext {
  readonly connection: RtspConnection;
  readonly request: RtspRequest;
  /** Option tags of Require and Proxy-Require. */
  readonly required: readonly string[];
  /** Name of the user that asks. */
  readonly user: string;
}

/** Resource that a URI names: a presentation, and the media section where it points at one. */
export interface Resource {
  readonly path: string;
  readonly presentation: Presentation;
  readonly control: string | undefined;
}

function resourceAt(path: string, options: RtspServerOptions): Resource | undefined {
  const whole = options.presentation(path);
  if (whole !== undefined) return { path, presentation: whole, control: undefined };
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, Math.max(0, slash));
  const control = path.slice(slash + 1);
  const presentation = options.presentation(parent);
  const controls = [...(presentation?.tracks ?? []), presentation?.backchannel].map((one) => one?.control);
  return presentation !== undefined && controls.includes(control) ? { path: parent, presentation, control } : undefined;
}

/** The resource of a request; 404 when there is none. */
export function locate({ options, request }: Pick<MethodContext, 'options' | 'request'>): Resource {
  const found = pathsOfUri(request.uri).map((path) => resourceAt(path, options));
  // A client that hung a control behind a query meant the media section.
  const resource = found.find((one) => one?.control !== undefined) ?? found.find((one) => one !== undefined);
  if (resource === undefined) throw new RtspError(404);
  return resource;
}

/**
 * The session that a request names, if it names one; its clock starts anew (STR-46). 454 when it has expired, never was, or
 * belongs to somebody else.
 */
export function sessionOf({ request, sessions, connection, user }: MethodContext): RtspSession | undefined {
  const header = request.headers.get('session');
  if (header === undefined) return undefined;
  const session = sessions.find(parseSession(header)?.id ?? '');
  const isMine = session?.options.user === user || session?.options.owner === connection;
  if (session === undefined || !isMine) throw new RtspError(454);
  session.lastSeen = performance.now();
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
