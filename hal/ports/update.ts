import type { Readable } from 'node:stream';

/** Reasons why a bundle is refused: mistakes of the file, with which nothing has changed on the device. */
type BundleFault = 'format' | 'signature' | 'compatible' | 'older' | 'size' | 'damaged' | 'incomplete';

/** Reasons why a device cannot take a bundle that may be right. */
type DeviceFault = 'busy' | 'full' | 'io';

/** Error of an update. */
export class UpdateError extends Error {
  readonly kind: BundleFault | DeviceFault;

  constructor(kind: BundleFault | DeviceFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UpdateError';
    this.kind = kind;
  }

  /** True when another file may be accepted, false when the device has to be looked after. */
  get blamesFile(): boolean {
    return !['busy', 'full', 'io'].includes(this.kind);
  }
}

/** Called with the part of the work that is done, 0 to 1. */
export type OnProgress = (part: number) => void;

/** Updates of the firmware that runs this program. */
export interface Update {
  /** Name of the back end, for the log. */
  readonly backEnd: string;
  /** Version that runs, where the back end chooses it; undefined = that of this program. */
  readonly version: string | undefined;
  /** Bytes of a bundle at most. */
  readonly limit: number;
  /** Seconds between the end of an upload and the first answer of the new version. */
  readonly downTime: number;
  /** True when the running version is left at the next restart unless it is confirmed before. */
  readonly onTrial: boolean;
  /** True when the back end restarts the firmware after an installation, without being asked. */
  readonly restartsItself: boolean;
  /**
   * Checks a bundle and writes it as it arrives; resolves with its version when the next restart enters it. Rejects with UpdateError,
   * and then the running version stays. The stream is destroyed when it is not read to its end.
   */
  install(bundle: Readable, onProgress: OnProgress): Promise<string>;
  /** Keeps the running version. */
  confirm(): Promise<void>;
}
