import { HalError } from '../../hal/ports/hal-error.ts';
import type { RtpSubscription } from '../../hal/ports/rtp-stream.ts';
import { authorize } from './authorize.ts';
import { chooseTransport } from './choose-transport.ts';
import type { RtspConnection } from './connection.ts';
import { parseRange, serializeRange } from './headers/range.ts';
import { serializeRtpInfo } from './headers/rtp-info.ts';
import { parseSession, serializeSession } from './headers/session.ts';
import { serializeTransport } from './headers/transport.ts';
import type { RtspReply, RtspRequest } from './message.ts';
import { serializeSdp } from './sdp.ts';
import type { Presentation, RtspLimits, RtspServerOptions, Track } from './server-options.ts';
import type { Delivery, RtspSession } from './session.ts';
import type { Sessions } from './sessions.ts';
import { publicMethods, refusedMethods, type SessionMethod } from './states.ts';
import { RtspError } from './status.ts';
import { baseOfUri, pathOfUri } from './stream-uri.ts';
import type { UdpPairs } from './udp-pairs.ts';

/** What the methods work on. */
export interface MethodContext {
  readonly options: RtspServerOptions;
  readonly limits: RtspLimits;
  readonly sessions: Sessions;
  readonly pairs: UdpPairs;
  readonly connection: RtspConnection;
  readonly request: RtspRequest;
}

/** What a URI names: a presentation, and the track where it points at one. */
interface Place {
  readonly path: string;
  readonly presentation: Presentation;
  readonly track: Track | undefined;
}

const listed: readonly [string, string] = ['Public', publicMethods.join(', ')];

function locate({ options, request }: MethodContext): Place {
  const path = pathOfUri(request.uri);
  if (path === undefined) throw new RtspError(404);
  const whole = options.presentation(path);
  if (whole !== undefined) return { path, presentation: whole, track: undefined };
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, Math.max(0, slash));
  const presentation = options.presentation(parent);
  const track = presentation?.tracks.find((one) => one.control === path.slice(slash + 1));
  if (presentation === undefined || track === undefined) throw new RtspError(404);
  return { path: parent, presentation, track };
}

/** The session a request names, if it names one; 454 when it is unknown or somebody else's. */
function sessionOf({ request, sessions, connection }: MethodContext, user: string): RtspSession | undefined {
  const header = request.headers.get('session');
  if (header === undefined) return undefined;
  const session = sessions.find(parseSession(header)?.id ?? '');
  if (session === undefined || (session.user !== user && session.owner !== connection)) throw new RtspError(454);
  session.lastSeen = Date.now();
  return session;
}

async function describe(context: MethodContext): Promise<RtspReply> {
  const { request, connection } = context;
  const accept = request.headers.get('accept');
  if (accept !== undefined && !/application\/sdp|\*\/\*|application\/\*/i.test(accept)) throw new RtspError(406);
  const { path, presentation, track } = locate(context);
  if (track !== undefined) throw new RtspError(404);
  const tracks = await Promise.all(
    presentation.tracks.map(async ({ control, stream }) => ({ control, description: await stream.describe() })),
  );
  const body = serializeSdp({
    id: sessionId(path),
    version: '1',
    name: presentation.name,
    address: connection.localAddress,
    tracks,
  });
  const headers = [
    ['Content-Type', 'application/sdp'] as const,
    ['Content-Base', `${baseOfUri(request.uri)}/`] as const,
  ];
  return { status: 200, headers, body };
}

/** A decimal that stays the same for a path (RFC 4566 5.2 wants it unique for the originator). */
function sessionId(path: string): string {
  let sum = 1469598103934665603n;
  for (const byte of Buffer.from(path)) sum = BigInt.asUintN(62, (sum ^ BigInt(byte)) * 1099511628211n);
  return sum.toString();
}

async function setup(context: MethodContext, user: string): Promise<RtspReply> {
  const { request, connection, sessions, pairs, limits } = context;
  const place = locate(context);
  const known = sessionOf(context, user);
  const [only, second] = place.presentation.tracks;
  const track = place.track ?? (second === undefined ? only : undefined);
  if (track === undefined || (known !== undefined && known.path !== place.path)) throw new RtspError(459);
  known?.next('SETUP');
  if (
    known === undefined &&
    sessions.all.filter((one) => one.owner === connection).length >= limits.sessionsPerConnection
  ) {
    throw new RtspError(453, 'too many sessions on this connection');
  }
  const header = request.headers.get('transport') ?? '';
  const chosen = await chooseTransport(header, { connection, session: known, control: track.control, pairs });
  const { path, presentation } = place;
  const subscription = track.stream.subscribe(chosen.target);
  const session = known ?? openSession(context, { path, presentation, user }, subscription);
  const playing = session.state === 'Playing';
  const delivery: Delivery = { track, target: chosen.target, subscription, rtcpSource: chosen.rtcpSource };
  session.add(delivery);
  if (playing) connection.afterReply = () => void resume(context, session, delivery);
  return {
    status: 200,
    headers: [
      ['Transport', serializeTransport({ ...chosen.reply, ssrc: subscription.ssrc })],
      ['Session', serializeSession({ id: session.id, timeout: presentation.sessionTimeout })],
    ],
  };
}

/** A session that cannot be had must not leave a subscription behind. */
function openSession(
  { sessions, connection }: MethodContext,
  what: { readonly path: string; readonly presentation: Presentation; readonly user: string },
  subscription: RtpSubscription,
): RtspSession {
  try {
    return sessions.open({ ...what, address: connection.remoteAddress, owner: connection });
  } catch (error) {
    subscription.close();
    throw error;
  }
}

/** A track whose transport changed while it played goes on by itself. */
async function resume({ sessions, options }: MethodContext, session: RtspSession, delivery: Delivery): Promise<void> {
  try {
    await session.play([delivery]);
    session.start([delivery]);
  } catch (error) {
    options.log.warn({ err: error, session: session.id }, 'a track did not go on after its transport changed');
    sessions.close(session, 'no picture');
  }
}

/** The session and deliveries of PLAY, PAUSE and TEARDOWN; 454, 455, 460 (RFC 2326 11.3). */
function controlled(
  context: MethodContext,
  user: string,
  method: SessionMethod,
): { session: RtspSession; control: string | undefined } {
  const session = sessionOf(context, user);
  if (session === undefined) throw new RtspError(454);
  session.next(method);
  const path = pathOfUri(context.request.uri) ?? '';
  if (path === session.path) return { session, control: undefined };
  const found = session.deliveries.find(({ track }) => `${session.path}/${track.control}` === path);
  if (found === undefined) throw new RtspError(404);
  return { session, control: found.track.control };
}

async function play(context: MethodContext, user: string): Promise<RtspReply> {
  const { session, control } = controlled(context, user, 'PLAY');
  if (control !== undefined && session.deliveries.length > 1) throw new RtspError(460);
  const range = context.request.headers.get('range');
  if (range !== undefined && parseRange(range) === undefined) throw new RtspError(457);
  const started = await session.play(session.deliveries);
  context.connection.afterReply = () => session.start(started.map(({ delivery }) => delivery));
  const uri = baseOfUri(context.request.uri);
  const base = control === undefined ? uri : uri.slice(0, -control.length - 1);
  const info = started.map(({ delivery, point }) => ({
    url: `${base}/${delivery.track.control}`,
    sequence: point.sequence,
    rtpTime: point.rtpTime,
  }));
  const start = Math.min(...started.map(({ point }) => point.wallClock));
  return {
    status: 200,
    headers: [
      ['Session', serializeSession({ id: session.id, timeout: session.presentation.sessionTimeout })],
      ['Range', serializeRange({ unit: 'clock', start })],
      ['RTP-Info', serializeRtpInfo(info)],
    ],
  };
}

function pause(context: MethodContext, user: string): RtspReply {
  const { session, control } = controlled(context, user, 'PAUSE');
  if (control !== undefined && session.deliveries.length > 1) throw new RtspError(460);
  session.pause();
  return { status: 200, headers: [['Session', session.id]] };
}

function teardown(context: MethodContext, user: string): RtspReply {
  const { session, control } = controlled(context, user, 'TEARDOWN');
  const end = (): void => context.sessions.close(session, 'TEARDOWN');
  if (control === undefined || session.remove(control)) end();
  return { status: 200, headers: [['Session', session.id]] };
}

/** GET_PARAMETER and SET_PARAMETER: without content a keep-alive (RFC 2326 10.8); we have no parameters. */
function parameter(context: MethodContext, user: string): RtspReply {
  const session = sessionOf(context, user);
  if (context.request.body.toString('latin1').trim() !== '') throw new RtspError(451);
  return { status: 200, headers: session === undefined ? [] : [['Session', session.id]] };
}

function options(context: MethodContext): RtspReply {
  const id = parseSession(context.request.headers.get('session') ?? '')?.id;
  const session = context.sessions.find(id ?? '');
  if (session?.owner === context.connection) session.lastSeen = Date.now();
  return { status: 200, headers: [listed] };
}

function checkRequirements(request: RtspRequest): void {
  const tags = `${request.headers.get('require') ?? ''},${request.headers.get('proxy-require') ?? ''}`
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  if (tags.length > 0) throw new RtspError(551, undefined, [['Unsupported', tags.join(', ').slice(0, 512)]]);
}

const methods: Readonly<Record<string, (context: MethodContext, user: string) => RtspReply | Promise<RtspReply>>> = {
  DESCRIBE: describe,
  SETUP: setup,
  PLAY: play,
  PAUSE: pause,
  TEARDOWN: teardown,
  GET_PARAMETER: parameter,
  SET_PARAMETER: parameter,
};

async function answer(context: MethodContext): Promise<RtspReply> {
  const { request, connection } = context;
  if (!/^\d{1,10}$/.test(request.headers.get('cseq') ?? '')) throw new RtspError(400, 'CSeq');
  checkRequirements(request);
  if (request.method === 'OPTIONS') return options(context);
  if (refusedMethods.has(request.method)) throw new RtspError(405, undefined, [['Allow', publicMethods.join(', ')]]);
  const method = methods[request.method];
  if (method === undefined) throw new RtspError(501, undefined, [listed]);
  const user = await authorize(connection, request, context.options);
  return method(context, user.name);
}

/** Answers one request; never rejects. */
export async function answerRequest(context: MethodContext): Promise<RtspReply> {
  try {
    return await answer(context);
  } catch (error) {
    if (error instanceof RtspError) return { status: error.status, headers: error.headers };
    if (error instanceof HalError) {
      context.options.log.warn({ err: error, uri: context.request.uri.slice(0, 200) }, 'a stream cannot be had');
      return { status: 503 };
    }
    context.options.log.error({ err: error }, 'an RTSP request failed');
    return { status: 500 };
  }
}
