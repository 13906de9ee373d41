/** Whether the settings can be read and kept, for whoever tells the users of the camera. */
export interface StorageHealth {
  /** Faults of the storage now, in plain words; empty when it works. */
  readonly faults: readonly string[];
  /** Called when a fault came or went. Returns how to end it. */
  onChange(listener: () => void): () => void;
}
