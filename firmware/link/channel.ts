import type { HalErrorKind } from '../../hal/ports/hal-error.ts';
import type { MediaEngineEvent, VideoSourceState } from '../../hal/ports/media-engine.ts';
import { patient } from '../../hal/system/patience.ts';
import type { LoginAttempt } from '../../services/auth/watched-attempts.ts';
import type { DesiredMedia } from '../../services/plan/desired-media.ts';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';
import type { SessionEvent } from '../../services/plan/session-event.ts';

/** Messages from the control process to the media process. */
export type ToMedia =
  | { readonly kind: 'desired'; readonly desired: DesiredMedia }
  /** The state of one camera alone; it stands in the desired state, too. */
  | { readonly kind: 'source'; readonly state: VideoSourceState }
  | { readonly kind: 'snapshot'; readonly request: number; readonly encoder: string }
  | { readonly kind: 'luma'; readonly request: number; readonly source: string }
  /** Motion analysis: the whole picture of a source changes for a time. */
  | { readonly kind: 'hold'; readonly source: string; readonly milliseconds: number }
  /** A motion message of the source was taken: another one may come. */
  | { readonly kind: 'motion-taken'; readonly source: string }
  | { readonly kind: 'key-frame'; readonly encoder: string }
  | { readonly kind: 'metadata'; readonly metadata: string; readonly document: Uint8Array }
  /** The message comes with the socket of the connection. */
  | { readonly kind: 'connection'; readonly handed: HandedConnection }
  | { readonly kind: 'stop' };

/** Messages from the media process to the control process. */
export type FromMedia =
  /** RTSP is listening, and the first encoder delivers; sent again when a port changes. */
  | { readonly kind: 'ready'; readonly rtspPort: number; readonly rtspsPort?: number }
  /** A port cannot be had; what listened before listens on. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'picture'; readonly request: number; readonly picture: Uint8Array }
  | { readonly kind: 'luma'; readonly request: number; readonly luma: number }
  /** Refusal of a snapshot or luma request. */
  | { readonly kind: 'no-picture'; readonly request: number; readonly error: HalErrorKind; readonly reason: string }
  /** Motion of a source: whether its signal was lost since the message before, and the newest record since then. */
  | { readonly kind: 'motion'; readonly source: string; readonly lost: boolean; readonly record?: Uint8Array }
  | { readonly kind: 'session'; readonly event: SessionEvent }
  /** A login by RTSP, good or bad. */
  | { readonly kind: 'login'; readonly attempt: LoginAttempt }
  /** A line of the process's log. */
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'pipeline'; readonly event: MediaEngineEvent }
  /** `next` is the time (ms) until the following one. */
  | { readonly kind: 'heartbeat'; readonly next: number };

/** Milliseconds between heartbeats with and without sessions, and how late the next may be before the supervisor looks closer. */
export const heartbeat: { readonly interval: number; readonly idle: number; readonly late: number } = {
  interval: 500,
  idle: 1000,
  late: patient(500),
};

/** Characters of a line of the log. */
export const logLineLimit = 4096;

/** Bytes of a snapshot; a 4K picture at best quality stays below. */
const pictureLimit = 16 * 1024 * 1024;

/** Bytes of a motion record; those of hal/native are shorter. */
const motionRecordLimit = 4096;

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

/** Test of the members that the control process reads of an event of the engine. */
const eventChecks: Readonly<Partial<Record<string, (event: Members) => boolean>>> = {
  masks: ({ id, masks }) => typeof id === 'string' && typeof masks === 'string',
  encoders: ({ encoders }) => Array.isArray(encoders),
  camera: ({ facts, values }) =>
    isObject(facts) &&
    isObject(facts.levels) &&
    isObject(facts.modes) &&
    isObject(facts.initialModes) &&
    isObject(values),
  picture: ({ state }) =>
    isObject(state) && Object.values(state).every((one) => typeof one === 'boolean') && Object.keys(state).length === 4,
};

/** Test of the members of each kind: a dying process may write nonsense. */
const checks: Readonly<Record<FromMedia['kind'], (message: Members) => boolean>> = {
  ready: ({ rtspPort, rtspsPort = 0 }) => typeof rtspPort === 'number' && typeof rtspsPort === 'number',
  refused: ({ reason }) => typeof reason === 'string',
  picture: ({ request, picture }) =>
    typeof request === 'number' && picture instanceof Uint8Array && picture.length <= pictureLimit,
  luma: ({ request, luma }) => typeof request === 'number' && typeof luma === 'number' && luma >= 0 && luma <= 1,
  'no-picture': ({ request, error, reason }) =>
    typeof request === 'number' && typeof error === 'string' && typeof reason === 'string',
  motion: ({ source, lost, record = new Uint8Array() }) =>
    typeof source === 'string' &&
    typeof lost === 'boolean' &&
    record instanceof Uint8Array &&
    record.length <= motionRecordLimit,
  session: ({ event }) => typeof event === 'object' && event !== null,
  login: ({ attempt }) => isObject(attempt) && typeof attempt.address === 'string' && attempt.address.length < 64,
  log: ({ line }) => typeof line === 'string' && line.length <= logLineLimit,
  pipeline: ({ event }) => {
    if (!isObject(event)) return false;
    const { kind } = event;
    return typeof kind !== 'string' || !Object.hasOwn(eventChecks, kind) || eventChecks[kind]?.(event) === true;
  },
  heartbeat: ({ next }) => next === heartbeat.interval || next === heartbeat.idle,
};

/** Decoded message; undefined when it is malformed. */
export function decodeFromMedia(message: unknown): FromMedia | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const kind = (message as { kind?: unknown }).kind;
  if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) return undefined;
  return checks[kind as FromMedia['kind']](message as Members) ? (message as FromMedia) : undefined;
}
