/** Parts of day and night vision: filter, illuminators, light sensor and their control. */

export type IrCutFilterState = 'in' | 'out';

/** Mechanical filter before the sensor: in by day (infrared is cut), out by night. */
export interface IrCutFilter {
  readonly id: string;
  /** undefined before the first move (the mechanism has no sensor), during a move, and after a failed move. */
  readonly state: IrCutFilterState | undefined;
  /**
   * Resolves once the filter has moved and its coil is off; does nothing for the present state. A call that a newer one replaces ends
   * as the newer one does. Rejects with HalError 'io', 'gone'.
   */
  move(state: IrCutFilterState): Promise<void>;
  /** Called when `state` has changed. Returns how to end it. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Infrared or white lamp of the camera. */
export interface Illuminator {
  readonly id: string;
  readonly kind: 'infrared' | 'white';
  /** Number of levels besides off: 1 for a switch. */
  readonly steps: number;
  /** 0..1 */
  readonly level: number;
  /** 0 = off; rounded to a step. Rejects with HalError 'out-of-range', 'io', 'gone'. */
  setLevel(level: number): Promise<void>;
  /** Switches the lamp off and closes its hardware. */
  close(): Promise<void>;
}

/** Sensor of the ambient light. */
export interface LightSensor {
  readonly id: string;
  /** Whether infrared light of the camera's illuminators adds to the reading. */
  readonly seesInfrared: boolean;
  /** Time (ms) after a change of light before a reading that starts then shows it. */
  readonly settle: number;
  /** Measures light from the call on, lux, 0..200000. Rejects with HalError 'io', 'gone'. */
  read(): Promise<number>;
  close(): Promise<void>;
}

/** tt:IrCutFilterMode: ON = day (filter in), OFF = night (filter out), AUTO = by the light. */
export type DayNightMode = 'ON' | 'OFF' | 'AUTO';

/** Range of the response time, s: short enough to follow dusk, long enough to ignore passing headlights. */
export const responseTimes: { readonly min: number; readonly max: number } = { min: 5, max: 600 };

/** tt:IrCutFilterAutoAdjustment: ToOn is the way to day (filter on), ToOff the way to night, Common both. */
export interface BoundaryAdjustment {
  readonly boundaryType: 'Common' | 'ToOn' | 'ToOff';
  /** -1..1: shifts the boundary by up to a factor of ten, to darkness with -1. */
  readonly boundaryOffset: number;
  /** Time (s) the light must stay beyond the boundary, 5..600; the default when absent. */
  readonly responseTime?: number;
}

/** Settings of the user. */
export interface DayNightSettings {
  readonly mode: DayNightMode;
  /** Adjustments; ToOn and ToOff take precedence over Common. */
  readonly adjustments: readonly BoundaryAdjustment[];
  /** Level of an illuminator at night by its id, 0..1; 1 when absent. */
  readonly levels: Readonly<Record<string, number>>;
}

export interface DayNightStatus {
  /** undefined before the first decision in AUTO. */
  readonly phase: 'day' | 'night' | undefined;
  /** Light without that of the camera's illuminators, lux; undefined before the first reading. */
  readonly ambient: number | undefined;
  readonly sensor: 'absent' | 'unknown' | 'fine' | 'failed';
  /** Faults by the id of the part: failure and remedy. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Control of filter and illuminators by mode and light. */
export interface DayNightControl {
  /** Available modes; AUTO needs a light sensor. */
  readonly modes: readonly DayNightMode[];
  readonly settings: DayNightSettings;
  readonly status: DayNightStatus;
  /** Throws HalError 'unsupported' (unavailable mode), 'out-of-range' (naming member and range), and changes nothing then. */
  set(settings: DayNightSettings): void;
  /** Called when phase, sensor or faults have changed. One listener. */
  onChange(listener: (status: DayNightStatus) => void): void;
  /** Called before a filter or lamp is switched, and once it was. One listener. */
  onMove(listener: () => void): void;
  /** Ends the control; parts keep their state and stay open for their owner. */
  close(): Promise<void>;
}
