/**
 * One motor axis. Units of position: degrees for pan (right positive) and tilt (up positive), 0..1 for zoom (1 = tele)
 * and focus (1 = far). Speed: units per second.
 */
export type AxisKind = 'pan' | 'tilt' | 'zoom' | 'focus';

export interface AxisFacts {
  readonly id: string;
  readonly kind: AxisKind;
  /** Reachable positions, units. */
  readonly min: number;
  readonly max: number;
  /** Units a second. */
  readonly maxSpeed: number;
  /** Smallest move, units; steps of the motor are counted from `min`. */
  readonly resolution: number;
  /** Whether it can be told a position at all; false for a motor without feedback or reference (moves by speed only). */
  readonly absolute: boolean;
  /** Pan without end: `max` joins `min`. */
  readonly endless: boolean;
}

/** `unreferenced`: its position is not known until `home`. `fault`: see `reason`; `home` tries again. */
export type AxisState = 'idle' | 'moving' | 'homing' | 'unreferenced' | 'fault';

export interface AxisStatus {
  readonly state: AxisState;
  /** undefined when it is not known. */
  readonly position: number | undefined;
  /** The same in motor steps from `min`. */
  readonly steps: number | undefined;
  /** Units a second, signed; 0 at rest. */
  readonly speed: number;
  /** Why it is in `fault`. */
  readonly reason?: string;
}

/**
 * Life: `home()` where the state is unreferenced, then moves; a new command takes over from the present one, whose promise then
 * resolves 'replaced'. Everything stops when the process ends, dies or hangs (dead-man stop) and when the bus fails.
 */
export interface MotorAxis {
  readonly facts: AxisFacts;
  readonly status: AxisStatus;
  /** Each change of state, and at most every 50 ms the position while it moves. Returns how to end it. */
  onStatus(listener: (status: AxisStatus) => void): () => void;
  /** Finds the reference (end stop, or the driver's own way). Rejects with HalError 'io' when none is found within the travel. */
  home(): Promise<void>;
  /**
   * Goes to a position. Rejects with HalError 'out-of-range' before anything moves, 'unsupported' (not absolute), 'busy'
   * (unreferenced or homing), 'io', 'gone'.
   * @param speed units a second, above 0; the maximum when absent or beyond it
   */
  moveTo(position: number, speed?: number): Promise<'arrived' | 'replaced' | 'stopped'>;
  /** Goes on at a speed, signed, until it is told otherwise or a limit is reached; 0 ends the move with a ramp. Throws as `moveTo`. */
  moveAt(speed: number): void;
  /** At once, without a ramp. */
  stop(): void;
  /** Stops, and lets go of the hardware with its coils off. */
  close(): Promise<void>;
}
