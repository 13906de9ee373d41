/** Clock of drivers; tests supply their own. */
export interface Clock {
  /** Milliseconds from an arbitrary start, never backwards. */
  now(): number;
  /** Calls once after that many milliseconds. Returns the cancel function. */
  after(milliseconds: number, call: () => void): () => void;
  /** Calls at that interval (ms) without keeping the process alive. Returns the cancel function. */
  every(milliseconds: number, call: () => void): () => void;
  /** Resolves after that many milliseconds, at once when the signal is or becomes aborted. Never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
