/** State that an auxiliary command asks for; `Auto` only where the device decides by itself. */
export type AuxiliaryState = 'On' | 'Off' | 'Auto';

/** Switch on a line of its own: wiper, washer, heater. */
export interface AuxiliarySwitch {
  readonly id: string;
  readonly on: boolean;
  /** Throws HalError 'io', 'gone'. */
  set(on: boolean): void;
  /** Switches it off and gives the line up. */
  close(): void;
}

/** Auxiliary functions of the device, shared by the device and the PTZ service. */
export interface Auxiliary {
  /** Names that the board has, with the states that each takes; the same during the whole run. */
  readonly names: ReadonlyMap<string, readonly AuxiliaryState[]>;
  /**
   * Resolves when the part was switched. Rejects with HalError 'unsupported' for an unknown name or state, 'gone' while the part does
   * not work, 'io'.
   */
  set(name: string, state: AuxiliaryState): Promise<void>;
}
