/** Largest metadata document in bytes; receivers keep whole documents in memory. */
export const metadataDocumentLimit = 1_048_576;

/** Requests of services to the media process. The supervisor (firmware) implements them. */
export interface MediaControl {
  /**
   * A JPEG of the newest picture at the resolution of the encoder configuration.
   * Rejects with HalError: 'gone' when the media process is down or has no picture, 'busy' when too many wait.
   */
  snapshot(encoderToken: string): Promise<Buffer>;
  /** Asks for a key frame in that encoder's stream (SetSynchronizationPoint). */
  requestKeyFrame(encoderToken: string): void;
  /**
   * Sends a complete tt:MetadataStream document to the receivers of that metadata configuration. A document above
   * `metadataDocumentLimit` is dropped, as is any while the media process is down.
   */
  sendMetadata(metadataToken: string, document: Uint8Array): void;
}

/** Demand of a metadata stream for documents: see MediaEngineEvent. */
export type MetadataDemand =
  | { readonly kind: 'wanted'; readonly token: string }
  | { readonly kind: 'watched'; readonly token: string; readonly watched: boolean };
