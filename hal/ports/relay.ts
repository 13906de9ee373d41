/** A relay output in the standard's terms (tt:RelayOutputSettings). */
export interface RelaySettings {
  readonly mode: 'Monostable' | 'Bistable';
  /** Milliseconds a monostable relay stays active; 1 or more. */
  readonly delay: number;
  /** `open`: the contact is open while inactive. */
  readonly idleState: 'open' | 'closed';
}

export interface Relay {
  readonly id: string;
  readonly settings: RelaySettings;
  /** The logical state, whatever the contact does. */
  readonly active: boolean;
  /** New settings apply at once; the logical state becomes inactive when the mode changes. Throws HalError 'out-of-range', 'unsupported'. */
  configure(settings: RelaySettings): void;
  /** Active starts a monostable relay's delay anew. Throws HalError 'io', 'gone'. */
  setActive(active: boolean): void;
  /** Each change of the logical state. Returns how to end it. */
  onChange(listener: (active: boolean) => void): () => void;
  close(): void;
}
