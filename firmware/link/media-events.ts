import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { MediaEngineEvent, VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { multicastPath } from '../../services/entities/media-state.ts';
import type { MediaEntities } from '../../services/entities/model.ts';
import type { EventService } from '../../services/events/service.ts';
import { ActiveSessions, type SessionKind, type StreamInUse } from '../../services/media/active-sessions.ts';
import { SignalLoss } from '../../services/media/signal-loss.ts';
import { MetadataStreams } from '../../services/metadata/metadata-streams.ts';
import type { MediaControl, MetadataDemand } from '../../services/plan/media-control.ts';
import type { PlayingTrack, SessionEvent } from '../../services/plan/session-event.ts';
import { CameraFactsBook } from './camera-facts.ts';
import type { FromMedia } from './channel.ts';

/** Topics by what the media process calls the tracks. */
const kinds: Readonly<Record<PlayingTrack['kind'], SessionKind>> = {
  video: 'VideoEncoder',
  audio: 'AudioEncoder',
  metadata: 'Metadata',
  backchannel: 'AudioDecoder',
};

/** What a board can stream: topics of all else are not declared. */
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

export interface MediaEventsOptions {
  readonly events: EventService;
  readonly media: MediaControl;
  readonly entities: () => Pick<MediaEntities, 'profiles' | 'Metadata'>;
  readonly board: Board;
  /** Told what of the board's video encoders works, by each media process once. */
  readonly onEncoders: (working: readonly VideoEncoderCapabilities[]) => void;
  readonly log: Logger;
}

/** Brings what the media process tells to who lives on it: metadata streams, session events, facts of cameras and encoders. */
export class MediaEvents {
  /** What the cameras told of themselves. */
  readonly cameras: CameraFactsBook = new CameraFactsBook();
  readonly #options: MediaEventsOptions;
  readonly #metadata: MetadataStreams;
  readonly #sessions: ActiveSessions;
  readonly #signals: SignalLoss;

  constructor(options: MediaEventsOptions) {
    const { events, media, log } = options;
    this.#options = options;
    this.#metadata = new MetadataStreams({
      events,
      send: (token, document) => media.sendMetadata(token, document),
      log,
    });
    this.#sessions = new ActiveSessions(events, sessionKinds(options.board));
    this.#signals = new SignalLoss(events, options.board.sources);
  }

  /** Called before the media process is sent its next state, so that metadata settings are there when it answers. */
  apply(): void {
    this.#metadata.apply(this.#options.entities().Metadata);
  }

  take(message: FromMedia): void {
    if (message.kind === 'session') this.#session(message.event);
    if (message.kind !== 'pipeline') return;
    this.cameras.take(message.event);
    if (message.event.kind === 'signal') this.#signals.take(message.event.id, message.event.lost);
    if (message.event.kind === 'encoders') this.#options.onEncoders(message.event.encoders);
    const demand = demandOf(message.event);
    if (demand !== undefined) this.#metadata.take(demand);
  }

  /** The media process ended, and all that it had told with it. */
  ended(): void {
    this.#metadata.reset();
    this.#sessions.reset();
    this.cameras.ended();
  }

  stop(): void {
    this.#metadata.reset();
  }

  #session(event: SessionEvent): void {
    if (event.kind === 'opened') this.#sessions.open(event.id, event.address);
    else if (event.kind === 'closed') this.#sessions.end(event.id);
    else this.#sessions.play(event.id, this.#streams(event.path, event.tracks));
  }

  /** Multicast is no connection of a client's own (Media2, active sessions). */
  #streams(path: string, tracks: readonly PlayingTrack[]): readonly StreamInUse[] {
    return tracks.flatMap(({ kind, stream, transport }) => {
      const token = kind === 'backchannel' ? this.#decoderOf(path) : stream;
      return transport === 'multicast' || token === undefined ? [] : [{ kind: kinds[kind], token }];
    });
  }

  /** The audio decoder configuration that a path's backchannel stands for. */
  #decoderOf(path: string): string | undefined {
    const { profiles } = this.#options.entities();
    return profiles.find(({ token }) => path === token || path === multicastPath(token))?.configurations.AudioDecoder;
  }
}
