/** Bytes of a metadata document; receivers keep whole documents in memory. */
export const metadataDocumentLimit = 1_048_576;

/** What the control services ask of the media process. The channel (firmware) implements it. */
export interface MediaControl {
  /**
   * A JPEG of the newest picture at the resolution of the encoder configuration.
   * Rejects with HalError: 'gone' when the media process is down or has no picture, 'busy' when too many wait.
   */
  snapshot(encoderToken: string): Promise<Buffer>;
  /** A key frame in that encoder's stream as soon as possible (SetSynchronizationPoint). */
  requestKeyFrame(encoderToken: string): void;
  /**
   * A complete tt:MetadataStream document for the receivers of that metadata configuration. One above
   * `metadataDocumentLimit` is left out; nobody gets it while the media process is down.
   */
  sendMetadata(metadataToken: string, document: Uint8Array): void;
}

/** What a metadata configuration's stream tells: see MediaEngineEvent. */
export type MetadataDemand =
  | { readonly kind: 'wanted'; readonly token: string }
  | { readonly kind: 'watched'; readonly token: string; readonly watched: boolean };
