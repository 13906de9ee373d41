/** The parts that make a camera see by day and by night. */

export type IrCutFilterState = 'in' | 'out';

/** Mechanical filter before the sensor: in by day (infrared is cut), out by night. */
export interface IrCutFilter {
  readonly id: string;
  /** undefined until it was first moved: the mechanism has no sensor. */
  readonly state: IrCutFilterState | undefined;
  /** Resolves when it has moved and its coil is off; the same state again moves nothing. Rejects with HalError 'io', 'gone'. */
  move(state: IrCutFilterState): Promise<void>;
  close(): Promise<void>;
}

/** Infrared or white light of the camera itself. */
export interface Illuminator {
  readonly id: string;
  readonly kind: 'infrared' | 'white';
  /** Levels it has beside off: 1 for a plain switch. */
  readonly steps: number;
  /** 0..1 */
  readonly level: number;
  /** 0 = off; rounded to a step. Rejects with HalError 'out-of-range', 'io', 'gone'. */
  setLevel(level: number): Promise<void>;
  /** Off, and let go. */
  close(): Promise<void>;
}

/** Ambient light. */
export interface LightSensor {
  readonly id: string;
  /** Whether infrared light of the camera's own illuminator adds to the reading. */
  readonly seesInfrared: boolean;
  /** lux; 0..200000. Rejects with HalError 'io', 'gone'. */
  read(): Promise<number>;
  close(): Promise<void>;
}
