/** Settings of a relay output in the standard's terms (tt:RelayOutputSettings). */
export interface RelaySettings {
  readonly mode: 'Monostable' | 'Bistable';
  /** Time (ms) a monostable relay stays active; 1 or more. */
  readonly delay: number;
  /** `open`: the contact is open while inactive. */
  readonly idleState: 'open' | 'closed';
}

export interface Relay {
  readonly id: string;
  readonly settings: RelaySettings;
  /** Logical state; the contact may be open or closed in it. */
  readonly active: boolean;
  /** Applies settings at once; a change of mode makes the relay inactive. Throws HalError 'out-of-range', 'unsupported'. */
  configure(settings: RelaySettings): void;
  /** Sets the logical state; `true` restarts the delay of a monostable relay. Throws HalError 'io', 'gone'. */
  setActive(active: boolean): void;
  /** Calls at each change of the logical state. Returns the unsubscribe function. */
  onChange(listener: (active: boolean) => void): () => void;
  close(): void;
}
