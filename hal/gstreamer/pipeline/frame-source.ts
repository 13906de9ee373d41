/** Source of frames for an encoder pipeline. */
export interface FrameSource {
  /** Channel of its frames. */
  readonly id: string;
  /** Keeps the source running until the returned function is called. */
  use(): () => void;
  /** Reports that no frame comes although the source runs. */
  fail(reason: string): void;
}
