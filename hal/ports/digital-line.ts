/** GPIO line by the label of its chip and its number there: numbers of sysfs differ between kernels. */
export interface LineFact {
  /** Label in the kernel, e.g. `pinctrl-bcm2711`, `pinctrl-rp1`. */
  readonly chip: string;
  /** Number within the chip, from 0. */
  readonly line: number;
  /** true: active is the low level. */
  readonly activeLow?: boolean;
}

export interface DigitalOutput {
  readonly active: boolean;
  /** File that drives the line, `1` active or `0` inactive, for a thread that times edges; absent for lines without a file. */
  readonly valuePath?: string;
  /** Throws HalError 'io', 'gone'. */
  set(active: boolean): void;
  /** Changes the level that the line has at `close` and at the end of the process; the present level stays. */
  setSafe(safe: boolean): void;
  /** Puts the line into its safe state and gives it up. */
  close(): void;
}

export interface DigitalInput {
  readonly active: boolean;
  /** File with the level, `1` active or `0` inactive, without debouncing; absent for lines without a file. */
  readonly valuePath?: string;
  /** Calls with each debounced change. One listener. */
  onChange(listener: (active: boolean) => void): void;
  /** Calls with the error of a line that vanished. One listener. */
  onError(listener: (error: Error) => void): void;
  close(): void;
}

export interface OutputOptions {
  readonly line: LineFact;
  /** Level at the start, at `close` and at the end of the process. */
  readonly safe: boolean;
  /** Purpose of the line in errors: `relay Relay1`. */
  readonly purpose: string;
}

export interface InputOptions {
  readonly line: LineFact;
  /** Time (ms) a level must last; 0 = no debouncing. */
  readonly debounce: number;
  readonly purpose: string;
}

/**
 * All GPIO lines of a board. Opening rejects with HalError 'gone' (no such chip or line), 'busy' (in use), 'io' (rights); the message
 * names chip, line, purpose and remedy.
 */
export interface DigitalLines {
  openOutput(options: OutputOptions): Promise<DigitalOutput>;
  openInput(options: InputOptions): Promise<DigitalInput>;
  /** Puts all outputs into their safe state, synchronously. */
  close(): void;
}
