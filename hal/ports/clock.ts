/** Time as drivers see it; tests bring a clock of their own. */
export interface Clock {
  /** Milliseconds from an arbitrary start, never backwards. */
  now(): number;
  /** Calls once after that many milliseconds. Returns how to cancel it. */
  after(milliseconds: number, call: () => void): () => void;
  /** Calls at that interval (ms) and keeps no process alive. Returns how to cancel it. */
  every(milliseconds: number, call: () => void): () => void;
  /** Resolves after that many milliseconds, at once when the signal is or becomes aborted. Never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
