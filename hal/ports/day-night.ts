/** The parts that make a camera see by day and by night. */

export type IrCutFilterState = 'in' | 'out';

/** Mechanical filter before the sensor: in by day (infrared is cut), out by night. */
export interface IrCutFilter {
  readonly id: string;
  /** undefined until it was first moved (the mechanism has no sensor), while it moves, and after a move that failed. */
  readonly state: IrCutFilterState | undefined;
  /**
   * Resolves when it has moved and its coil is off; the same state again moves nothing. A wish that a newer one overtakes ends
   * as the newer one does. Rejects with HalError 'io', 'gone'.
   */
  move(state: IrCutFilterState): Promise<void>;
  /** Called when `state` has changed. Returns how to end it. */
  onChange(listener: () => void): () => void;
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
  /** Milliseconds after a change of light until a reading that begins then tells of it. */
  readonly settle: number;
  /** lux; 0..200000, of light that falls after the call. Rejects with HalError 'io', 'gone'. */
  read(): Promise<number>;
  close(): Promise<void>;
}

/** tt:IrCutFilterMode: ON = day (filter in), OFF = night (filter out), AUTO = by the light. */
export type DayNightMode = 'ON' | 'OFF' | 'AUTO';

/** tt:IrCutFilterAutoAdjustment: ToOn is the way to day (filter on), ToOff the way to night, Common both. */
export interface BoundaryAdjustment {
  readonly boundaryType: 'Common' | 'ToOn' | 'ToOff';
  /** -1..1: moves the boundary by up to a factor of ten, to the dark with -1. */
  readonly boundaryOffset: number;
  /** Seconds the light must last beyond the boundary, 5..600; absent = as it is without. */
  readonly responseTime?: number;
}

/** What a user sets. */
export interface DayNightSettings {
  readonly mode: DayNightMode;
  /** One that names a way goes before Common. */
  readonly adjustments: readonly BoundaryAdjustment[];
  /** Level of an illuminator at night by its id, 0..1; 1 when absent. */
  readonly levels: Readonly<Record<string, number>>;
}

export interface DayNightStatus {
  /** undefined until the first reading in AUTO decided. */
  readonly phase: 'day' | 'night' | undefined;
  /** Light without the camera's own, lux; undefined until it was read. */
  readonly ambient: number | undefined;
  readonly sensor: 'absent' | 'unknown' | 'fine' | 'failed';
  /** What does not work now, by the id of the part: what happened and what to do. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Keeps filter and illuminators as mode and light want them. */
export interface DayNightControl {
  /** AUTO only with a light sensor. */
  readonly modes: readonly DayNightMode[];
  readonly settings: DayNightSettings;
  readonly status: DayNightStatus;
  /** Throws HalError 'unsupported' (a mode it has not), 'out-of-range' (naming member and range); then nothing changes. */
  set(settings: DayNightSettings): void;
  /** Called when phase, sensor or faults have changed. One listener. */
  onChange(listener: (status: DayNightStatus) => void): void;
  /** Parts stay as they are and open: who opened them closes them. */
  close(): Promise<void>;
}
