import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import { Fault } from '../faults/fault.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { misplaces } from './belonging.ts';
import { type ErasedFeature, openFeatures } from './feature-operations.ts';
import type { MediaEntities } from './kinds.ts';
import type { FeatureParts } from './media-feature.ts';
import { mediaSetting } from './media-setting.ts';
import { boardIn, encodersIn } from './modes/source-modes.ts';
import { OsdImages } from './overlays/osd/images/images.ts';

/** A changed profile or configuration, for the events of the media services. */
export type EntityChange =
  | { readonly kind: 'profile'; readonly token: string }
  | { readonly kind: 'configuration'; readonly token: string; readonly type: string };

/** The next state of the entities, and the changes that events tell. */
export interface EntityStep {
  readonly next: MediaEntities;
  readonly changes: readonly EntityChange[];
}

/** A change of one profile. */
export function profileStep<Changed extends { readonly next: MediaEntities; readonly token: string }>(
  changed: Changed,
): Changed & EntityStep {
  return { ...changed, changes: [{ kind: 'profile', token: changed.token }] };
}

interface EntityStoreOptions extends Partial<Pick<FeatureParts, 'heads' | 'confirmMasks'>> {
  readonly board: Board;
  readonly settings: Settings;
  readonly events: EventSink;
  /** Stable identity of the device: default multicast groups are derived from it. */
  readonly deviceId: string;
  /** Place of the pixels of OSD images; a temporary one when absent. */
  readonly imageFolder?: string;
}

/** Topics of Media2, events (MD2-19). @internal */
export const mediaTopics: readonly TopicDeclaration[] = [
  { topic: 'tns1:Media/ProfileChanged', property: false, source: { Token: 'tt:ReferenceToken' }, data: {} },
  {
    topic: 'tns1:Media/ConfigurationChanged',
    property: false,
    source: { Token: 'tt:ReferenceToken', Type: 'xs:string' },
    data: {},
  },
];

/** Profiles, configurations and features behind Media and Media2: persistent, with listeners. */
export class EntityStore {
  /** Board as it is made, whatever the modes of its sources. */
  readonly madeBoard: Board;
  /** Features beside profiles and configurations: OSD, masks. */
  readonly features: readonly ErasedFeature[];
  /** Images of the on-screen display. */
  readonly images: OsdImages;
  readonly #section: Setting<MediaEntities>;
  readonly #events: EventSink;
  readonly #tellers = new Set<(changes: readonly EntityChange[]) => void>();
  #offered: readonly VideoEncoderCapabilities[];

  constructor({ board, settings, events, deviceId, heads = [], confirmMasks, imageFolder }: EntityStoreOptions) {
    this.madeBoard = board;
    this.#offered = board.encoders;
    this.#events = events;
    this.#events.declare(mediaTopics);
    this.#section = settings.open(mediaSetting({ board, deviceId }));
    this.images = new OsdImages(settings, imageFolder);
    this.features = openFeatures({
      ...{ store: this, settings, events, heads, images: this.images },
      confirmMasks: confirmMasks ?? (async () => undefined),
    });
  }

  get entities(): MediaEntities {
    return this.#section.get();
  }

  /** Board with its sources in their present modes. */
  get board(): Board {
    return boardIn(this.madeBoard, this.entities.modes);
  }

  /** Video encoders that work, in any mode: those of the board until the media process told which ones do. */
  get working(): readonly VideoEncoderCapabilities[] {
    return this.#offered;
  }

  /** Video encoders that clients may choose from in the present modes. */
  get offered(): readonly VideoEncoderCapabilities[] {
    return encodersIn(this.board, this.#offered);
  }

  /** Replaces the encoders that clients may choose from; stored configurations stay as they are. */
  offer(encoders: readonly VideoEncoderCapabilities[]): void {
    this.#offered = encoders;
  }

  /** Called after each change, once it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void {
    return this.#section.onChange(listener);
  }

  /** Called with the changes of each step, after the events of Media2. */
  onStep(listener: (changes: readonly EntityChange[]) => void): void {
    this.#tellers.add(listener);
  }

  /**
   * Changes run one after another: `step` gets the entities that the change before it left. Resolves with its result once it is
   * stored and told to listeners and subscribers. Rejects with what `step` throws, or with StorageError, and nothing has changed.
   * A step that returns the same entities is neither stored nor told. Fault: ConfigurationConflict for a profile whose head would
   * move another video source.
   */
  async change<Step extends EntityStep>(step: (present: MediaEntities) => Step): Promise<Step> {
    let made: { readonly step: Step; readonly changed: boolean } | undefined;
    await this.#section.change((present) => {
      const found = step(present);
      if (misplaces(present, found.next, this.board)) throw new Fault('ConfigurationConflict');
      made = { step: found, changed: found.next !== present };
      return found.next;
    });
    if (made === undefined) throw new Error('a change of the entities was not made');
    if (made.changed) this.#tell(made.step.changes);
    return made.step;
  }

  #tell(changes: readonly EntityChange[]): void {
    for (const change of changes) {
      const source = change.kind === 'profile' ? { Token: change.token } : { Token: change.token, Type: change.type };
      const topic = change.kind === 'profile' ? 'tns1:Media/ProfileChanged' : 'tns1:Media/ConfigurationChanged';
      this.#events.publish({ topic, source, data: {} });
    }
    for (const tell of this.#tellers) tell(changes);
  }
}
