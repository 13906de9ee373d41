import type { StoredEventFilter } from '../events/stored-event-filter.ts';

/** Content of a metadata stream: the part of a metadata configuration that the metadata service uses (STR-75). */
export interface MetadataSettings {
  /** Token of the configuration, also the id of its RTP stream. */
  readonly token: string;
  /** undefined: no tt:PTZ in the stream. */
  readonly ptz: { readonly status: boolean; readonly position: boolean } | undefined;
  /** undefined: no tt:Event in the stream. */
  readonly events: StoredEventFilter | undefined;
  /** Whether tt:VideoAnalytics is in the stream. */
  readonly analytics: boolean;
  readonly compression: 'None' | 'GZIP';
}
