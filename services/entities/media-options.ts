import type { StoredEventFilter } from '../events/stored-event-filter.ts';
import type * as wsnt from '../generated/wsnt.ts';
import type { MediaControl } from '../plan/media-control.ts';
import type { EntityStore } from './entity-store.ts';

/** Parts that both media services work with. */
export interface MediaOptions {
  readonly store: EntityStore;
  readonly media: MediaControl;
  readonly rtspPort: () => number;
  /** Port of RTSP over TLS, undefined while TLS is off. */
  readonly rtspsPort: () => number | undefined;
  /** Checks the event filter of a metadata configuration; throws the faults of WS-BaseNotification. */
  readonly storeFilter: (filter: wsnt.FilterType) => StoredEventFilter;
}
