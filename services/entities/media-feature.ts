import type { Board } from '../../hal/boards/board.ts';
import type { MediaState } from '../../hal/ports/media-engine.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { EventSink } from '../events/event-message.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type { Media2Operations } from '../generated/media2-operations.ts';
import type * as tr2 from '../generated/tr2.ts';
import type * as trt from '../generated/trt.ts';
import type { SettingDefinition, Settings } from '../settings/setting.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import type { MediaEntities } from './kinds.ts';
import type { OsdImages } from './overlays/osd/images/images.ts';

/** Operations of a service that have a word in their names, `OSD`. */
export type WithWord<Operations, Word extends string> = Extract<keyof Operations, `${string}${Word}${string}`>;

/** What a feature adds to the state that the media process has to reach. */
export interface FeaturePlan {
  adjust(media: MediaState): MediaState;
  /** Called after each change that needs the state to be sent again. Returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** Board and entities as a feature sees them. */
interface FeatureStore {
  readonly board: Board;
  readonly entities: MediaEntities;
  /** Called after each change of the entities. Returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** Parts that a feature is opened with. */
export interface FeatureParts {
  readonly store: FeatureStore;
  readonly settings: Settings;
  readonly events: EventSink;
  /** Heads that move the sources, with their positions. */
  readonly heads: readonly PtzHead[];
  /** Images of the on-screen display. */
  readonly images: OsdImages;
  /** Resolves once the media process has put the masks of a source in force; it gives up after some time. */
  confirmMasks(source: string, masks: string): Promise<void>;
}

/** A feature on its settings: handlers of both services, and capabilities beyond the flags that follow from handlers. */
interface OpenFeature<Word extends string> {
  readonly plan?: FeaturePlan;
  readonly media: Feature<
    Pick<Handlers<MediaOperations>, WithWord<MediaOperations, Word>>,
    Omit<Partial<trt.Capabilities>, Word>
  >;
  readonly media2: Feature<
    Pick<Handlers<Media2Operations>, WithWord<Media2Operations, Word>>,
    Omit<Partial<tr2.Capabilities2>, Word>
  >;
}

/** Operations of both media services that belong together and have a word in common: OSD, masks. */
export interface MediaFeature<Word extends string> {
  readonly word: Word;
  /** Section of the persistent settings. */
  readonly setting: SettingDefinition<unknown>;
  open(parts: FeatureParts): OpenFeature<Word>;
}
