/** GPIO lines, by the label of their chip and the line in it: numbers of sysfs differ from kernel to kernel. */

export interface LineFact {
  /** Label as the kernel shows it, e.g. `pinctrl-bcm2711`, `pinctrl-rp1`. */
  readonly chip: string;
  /** 0.. within the chip */
  readonly line: number;
  /** true: active means low. */
  readonly activeLow?: boolean;
}

export interface DigitalOutput {
  readonly active: boolean;
  /** File that drives it, `1` active and `0` not, for a thread that times its edges itself; absent where there is none. */
  readonly valuePath?: string;
  /** Throws HalError 'io', 'gone'. */
  set(active: boolean): void;
  /** Puts the line into its safe state and lets go of it. */
  close(): void;
}

export interface DigitalInput {
  readonly active: boolean;
  /** File that tells its level, `1` active and `0` not, without debouncing; absent where there is none. */
  readonly valuePath?: string;
  /** After debouncing; one listener. The first call comes with the first change. */
  onChange(listener: (active: boolean) => void): void;
  /** Throws nothing: errors of a line that vanishes. One listener. */
  onError(listener: (error: Error) => void): void;
  close(): void;
}

export interface OutputOptions {
  readonly line: LineFact;
  /** Active or not while nobody says otherwise, and again at `close` and at the end of the process. */
  readonly safe: boolean;
  /** What it is for, in errors: `relay Relay1`. */
  readonly purpose: string;
}

export interface InputOptions {
  readonly line: LineFact;
  /** Milliseconds a level must last; 0 = none. */
  readonly debounce: number;
  readonly purpose: string;
}

/** All lines of a board. Opening rejects with HalError 'gone' (no such chip or line), 'busy' (somebody else's), 'io' (rights); the message names chip, line, purpose and the remedy. */
export interface DigitalLines {
  openOutput(options: OutputOptions): Promise<DigitalOutput>;
  openInput(options: InputOptions): Promise<DigitalInput>;
  /** All outputs into their safe state, at once and synchronously; also called when the process ends. */
  close(): void;
}
