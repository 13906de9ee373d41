import type { EventSink } from '../events/event-message.ts';
import type { MediaControl } from '../plan/media-control.ts';
import type { EntityStore } from './entity-store.ts';
import type { ViewOptions } from './view-options.ts';

/** Parts that both media services work with. */
export interface MediaOptions extends ViewOptions {
  readonly store: EntityStore;
  readonly media: MediaControl;
  readonly events: EventSink;
  readonly rtspPort: () => number;
}
