/** What an encoder pipeline needs of the pipeline before it. */
export interface FrameSource {
  /** Channel of its frames. */
  readonly id: string;
  /** Keeps it running until the function returned is called. */
  use(): () => void;
  /** No frame comes from it although it runs. */
  fail(reason: string): void;
}
