import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import type { Section, Settings } from '../settings/section.ts';
import { defaultEntities } from './defaults.ts';
import type { MediaEntities } from './model.ts';
import { decodeEntities } from './stored-entities.ts';

/** What changed, for the events of the media services. */
export type EntityChange =
  | { readonly kind: 'profile'; readonly token: string }
  | { readonly kind: 'configuration'; readonly token: string; readonly type: string };

/** Topics of Media2, events (MD2-19). */
export const mediaTopics: readonly TopicDeclaration[] = [
  { topic: 'tns1:Media/ProfileChanged', property: false, source: { Token: 'tt:ReferenceToken' }, data: {} },
  {
    topic: 'tns1:Media/ConfigurationChanged',
    property: false,
    source: { Token: 'tt:ReferenceToken', Type: 'xs:string' },
    data: {},
  },
];

/** The one set of entities behind Media and Media2: persistent, and told to whoever listens. */
export class EntityStore {
  readonly board: Board;
  readonly #section: Section<MediaEntities>;
  readonly #events: EventSink;
  readonly #listeners: (() => void)[] = [];
  #offered: readonly VideoEncoderCapabilities[];

  /** @param options.deviceId stable identity of the device: default multicast groups are derived from it */
  constructor(options: {
    readonly board: Board;
    readonly settings: Settings;
    readonly events: EventSink;
    readonly deviceId: string;
  }) {
    const { board, deviceId } = options;
    this.board = board;
    this.#offered = board.encoders;
    this.#events = options.events;
    this.#events.declare(mediaTopics);
    const decode = (stored: unknown): MediaEntities => decodeEntities(stored, board, deviceId);
    this.#section = options.settings.section('media', decode, defaultEntities(board, deviceId));
  }

  get entities(): MediaEntities {
    return this.#section.get();
  }

  /** Video encoders that clients may choose from: those of the board, until it is known which of them work. */
  get offered(): readonly VideoEncoderCapabilities[] {
    return this.#offered;
  }

  /** Clients choose from these from now on; what is set already stays. */
  offer(encoders: readonly VideoEncoderCapabilities[]): void {
    this.#offered = encoders;
  }

  /** Called after each change, once it is durable. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Stores the next state, tells listeners and subscribers. Nothing happens when `next` is the present state. */
  async commit(next: MediaEntities, changes: readonly EntityChange[]): Promise<void> {
    if (next === this.entities) return;
    await this.#section.set(next);
    for (const listener of this.#listeners) listener();
    for (const change of changes) {
      const source = change.kind === 'profile' ? { Token: change.token } : { Token: change.token, Type: change.type };
      const topic = change.kind === 'profile' ? 'tns1:Media/ProfileChanged' : 'tns1:Media/ConfigurationChanged';
      this.#events.publish({ topic, source, data: {} });
    }
  }
}
