import type { Logger } from 'pino';
import type { MediaEngineEvent } from '../hal/ports/media-engine.ts';
import type { EventService } from '../services/events/service.ts';
import { ActiveSessions, type SessionKind, type StreamInUse } from '../services/media/active-sessions.ts';
import type { DesiredMedia } from '../services/media/desired-media.ts';
import type { MediaControl, MetadataDemand } from '../services/media/media-control.ts';
import type { MetadataSettings } from '../services/metadata/metadata-settings.ts';
import { MetadataStreams } from '../services/metadata/metadata-streams.ts';
import type { SessionEvent } from '../services/rtsp/server-options.ts';
import type { FromMedia } from './channel.ts';

/** What the events of a media process are understood with. */
type Plan = Pick<DesiredMedia, 'media' | 'paths'>;

/** Kinds of streams that this device has: their topics are declared. */
export const sessionKinds: readonly SessionKind[] = ['VideoEncoder', 'AudioEncoder', 'Metadata'];

function kindOf({ media }: Plan, stream: string): SessionKind | undefined {
  const has = (list: readonly { readonly id: string }[]): boolean => list.some(({ id }) => id === stream);
  if (has(media.encoders)) return 'VideoEncoder';
  if (has(media.audioEncoders)) return 'AudioEncoder';
  return has(media.metadata) ? 'Metadata' : undefined;
}

function demandOf(event: MediaEngineEvent): MetadataDemand | undefined {
  if (event.kind === 'metadata-wanted') return { kind: 'wanted', token: event.id };
  if (event.kind === 'metadata-watched') return { kind: 'watched', token: event.id, watched: event.watched };
  return undefined;
}

/** Brings what the media process tells to the services that live on it: metadata streams and session events. */
export class MediaEvents {
  readonly #metadata: MetadataStreams;
  readonly #sessions: ActiveSessions;
  #plan: Plan | undefined;

  constructor(options: { readonly events: EventService; readonly media: MediaControl; readonly log: Logger }) {
    const { events, media, log } = options;
    this.#metadata = new MetadataStreams({
      events,
      send: (token, document) => media.sendMetadata(token, document),
      log,
    });
    this.#sessions = new ActiveSessions(events);
  }

  /** What the media process is about to be sent, and the metadata configurations in it. */
  apply(plan: Plan, metadata: readonly MetadataSettings[]): void {
    this.#plan = plan;
    this.#metadata.apply(metadata);
  }

  take(message: FromMedia): void {
    if (message.kind === 'session') this.#session(message.event);
    if (message.kind !== 'pipeline') return;
    const demand = demandOf(message.event);
    if (demand !== undefined) this.#metadata.take(demand);
  }

  /** The media process ended, and all that it had told with it. */
  ended(): void {
    this.#metadata.reset();
    this.#sessions.reset();
  }

  stop(): void {
    this.#metadata.reset();
  }

  #session(event: SessionEvent): void {
    if (event.kind === 'closed') this.#sessions.end(event.id);
    else this.#sessions.take({ id: event.id, address: event.address, streams: this.#streams(event.path) });
  }

  #streams(path: string): readonly StreamInUse[] {
    const plan = this.#plan;
    const tracks = plan?.paths.find((one) => one.path === path)?.tracks ?? [];
    return tracks.flatMap(({ stream }) => {
      const kind = plan === undefined ? undefined : kindOf(plan, stream);
      return kind === undefined ? [] : [{ kind, token: stream }];
    });
  }
}
