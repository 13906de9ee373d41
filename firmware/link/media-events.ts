import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { MediaEngineEvent, VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { LoginAttempt } from '../../services/auth/watched-attempts.ts';
import type { MediaEntities } from '../../services/entities/kinds.ts';
import { multicastPath } from '../../services/entities/streams/media-state.ts';
import type { EventService } from '../../services/events/service.ts';
import type { Tampering } from '../../services/imaging/tampering.ts';
import { ActiveSessions, type SessionKind, type StreamInUse } from '../../services/media/active-sessions.ts';
import { SignalLoss } from '../../services/media/signal-loss.ts';
import { MetadataStreams } from '../../services/metadata/metadata-streams.ts';
import type { AnalyticsSource, PtzStatusSource } from '../../services/metadata/sources.ts';
import type { MediaControl, MetadataDemand } from '../../services/plan/media-control.ts';
import type { PlayingTrack, SessionEvent } from '../../services/plan/session-event.ts';
import type { SceneAnalysis } from '../control/scene-analysis.ts';
import type { CameraFactsBook } from './camera-facts.ts';
import type { FromMedia } from './channel.ts';
import type { MaskConfirmations } from './mask-confirmations.ts';

/** Kind of session events by the media process's name of the track. */
const kinds: Readonly<Record<PlayingTrack['kind'], SessionKind>> = {
  video: 'VideoEncoder',
  audio: 'AudioEncoder',
  metadata: 'Metadata',
  backchannel: 'AudioDecoder',
};

/** Kinds that the board can stream: other topics are not declared. */
function sessionKinds({ audioSources, audioOutputs }: Board): readonly SessionKind[] {
  const hears = audioSources.length > 0 ? (['AudioEncoder'] as const) : [];
  const speaks = audioOutputs.length > 0 ? (['AudioDecoder'] as const) : [];
  return ['VideoEncoder', ...hears, ...speaks, 'Metadata'];
}

function demandOf(event: MediaEngineEvent): MetadataDemand | undefined {
  if (event.kind === 'metadata-wanted') return { kind: 'wanted', token: event.id };
  if (event.kind === 'metadata-watched') return { kind: 'watched', token: event.id, watched: event.watched };
  return undefined;
}

interface MediaEventsOptions {
  readonly events: EventService;
  readonly media: MediaControl;
  /** Takes the reports of cameras. */
  readonly cameras: CameraFactsBook;
  /** Takes the reports of privacy masks that are in force. */
  readonly masks: MaskConfirmations;
  readonly tampering: Pick<Tampering, 'take'>;
  /** Takes the records of the motion analysis. */
  readonly motion: Pick<SceneAnalysis, 'take' | 'ended'>;
  /** Scene descriptions for metadata streams. */
  readonly analytics: AnalyticsSource;
  readonly entities: () => Pick<MediaEntities, 'profiles' | 'Metadata'>;
  readonly board: Board;
  /** Status of the heads for metadata streams; absent on a board without. */
  readonly ptz?: PtzStatusSource;
  /** Called once by each media process with the video encoders that work. */
  readonly onEncoders: (working: readonly VideoEncoderCapabilities[]) => void;
  readonly onLogin: (attempt: LoginAttempt) => void;
  /** Called with each line of the media process's log. */
  readonly onLine: (line: string) => void;
  readonly log: Logger;
}

/** Routes events of the media process to metadata streams, session events and camera facts. */
export class MediaEvents {
  readonly #options: MediaEventsOptions;
  readonly #metadata: MetadataStreams;
  readonly #sessions: ActiveSessions;
  readonly #signals: SignalLoss;

  constructor(options: MediaEventsOptions) {
    const { events, media, ptz, analytics, log } = options;
    this.#options = options;
    this.#metadata = new MetadataStreams({
      events,
      ...(ptz && { ptz }),
      analytics,
      send: (token, document) => media.sendMetadata(token, document),
      log,
    });
    this.#sessions = new ActiveSessions(events, sessionKinds(options.board));
    this.#signals = new SignalLoss(events, options.board.sources);
  }

  /** Takes the metadata settings. Called before the media process gets its next state, so that they are there when it answers. */
  apply(): void {
    this.#metadata.apply(this.#options.entities().Metadata);
  }

  take(message: FromMedia): void {
    if (message.kind === 'session') this.#session(message.event);
    if (message.kind === 'login') this.#options.onLogin(message.attempt);
    if (message.kind === 'motion') this.#options.motion.take(message.source, message.lost, message.record);
    if (message.kind === 'log') this.#options.onLine(message.line);
    if (message.kind !== 'pipeline') return;
    this.#options.cameras.take(message.event);
    if (message.event.kind === 'picture') this.#options.tampering.take(message.event.id, message.event.state);
    if (message.event.kind === 'masks') this.#options.masks.take(message.event.id, message.event.masks);
    if (message.event.kind === 'signal') this.#signals.take(message.event.id, message.event.lost);
    if (message.event.kind === 'encoders') this.#options.onEncoders(message.event.encoders);
    const demand = demandOf(message.event);
    if (demand !== undefined) this.#metadata.take(demand);
  }

  /** Forgets all reports: the media process has ended. */
  ended(): void {
    this.#metadata.reset();
    this.#sessions.reset();
    this.#options.cameras.ended();
    this.#options.masks.ended();
    this.#options.motion.ended();
  }

  stop(): void {
    this.#metadata.reset();
  }

  #session(event: SessionEvent): void {
    if (event.kind === 'opened') this.#sessions.open(event.id, event.address);
    else if (event.kind === 'closed') this.#sessions.end(event.id);
    else this.#sessions.play(event.id, this.#streams(event.path, event.tracks));
  }

  /** Streams of a session; multicast does not count as a connection (Media2, active sessions). */
  #streams(path: string, tracks: readonly PlayingTrack[]): readonly StreamInUse[] {
    return tracks.flatMap(({ kind, stream, transport }) => {
      const token = kind === 'backchannel' ? this.#decoderOf(path) : stream;
      return transport === 'multicast' || token === undefined ? [] : [{ kind: kinds[kind], token }];
    });
  }

  /** Token of the audio decoder configuration behind a path's backchannel. */
  #decoderOf(path: string): string | undefined {
    const { profiles } = this.#options.entities();
    return profiles.find(({ token }) => path === token || path === multicastPath(token))?.configurations.AudioDecoder;
  }
}
