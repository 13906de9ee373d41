import type { Board } from '../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import type { AnalysisView } from '../analytics/configurations.ts';
import type { StoredEventFilter } from '../events/stored-event-filter.ts';
import type * as wsnt from '../generated/wsnt.ts';

/** Parts that the views of configurations work with. */
export interface ViewOptions {
  readonly store: {
    readonly board: Board;
    /** Video encoders that clients may choose from. */
    readonly offered: readonly VideoEncoderCapabilities[];
  };
  /** Port of RTSP over TLS, undefined while TLS is off. */
  readonly rtspsPort: () => number | undefined;
  /** Checks the event filter of a metadata configuration; throws the faults of WS-BaseNotification. */
  readonly storeFilter: (filter: wsnt.FilterType) => StoredEventFilter;
  /** Facts of the running analysis; absent where only the board is known. */
  readonly analysis?: AnalysisView;
}
