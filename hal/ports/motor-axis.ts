/**
 * Kind of a motor axis. Units of position: degrees for pan (right positive) and tilt (up positive), 0..1 for zoom (1 = tele)
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
  /** Units a second, each second; absent when the motor does not tell. */
  readonly acceleration?: number;
  /** Smallest move, units; steps of the motor are counted from `min`. */
  readonly resolution: number;
  /** Whether the axis can move to a position; false for a motor without feedback or reference (moves by speed only). */
  readonly absolute: boolean;
  /** Endless pan: `max` joins `min`. */
  readonly endless: boolean;
}

/** State of an axis. `unreferenced`: the position is unknown until `home`. `fault`: see `reason`; `home` tries again. */
type AxisState = 'idle' | 'moving' | 'homing' | 'unreferenced' | 'fault';

export interface AxisStatus {
  readonly state: AxisState;
  /** undefined when the position is unknown. */
  readonly position: number | undefined;
  /** Position in motor steps from `min`. */
  readonly steps: number | undefined;
  /** Units a second, signed; 0 at rest. */
  readonly speed: number;
  /** Reason of the state `fault`. */
  readonly reason?: string;
}

/**
 * Motor axis: `home()` first when the state is unreferenced, then moves. A new command replaces the present move, whose promise then
 * resolves 'replaced'. The axis stops when the process ends, dies or hangs (dead-man stop) and when the bus fails.
 */
export interface MotorAxis {
  readonly facts: AxisFacts;
  readonly status: AxisStatus;
  /** Calls at each change of state, and every 50 ms at most during a move. Returns the unsubscribe function. */
  onStatus(listener: (status: AxisStatus) => void): () => void;
  /** Finds the reference (end stop, or the driver's own). Rejects with HalError 'io' when none is found within the travel. */
  home(): Promise<void>;
  /**
   * Moves to a position. Rejects with HalError 'out-of-range' before anything moves, 'unsupported' (not absolute), 'busy'
   * (unreferenced or homing), 'io', 'gone'.
   * @param speed units a second, above 0; the maximum when absent or beyond it
   */
  moveTo(position: number, speed?: number): Promise<'arrived' | 'replaced' | 'stopped'>;
  /** Moves at a signed speed until the next command or a limit; 0 ends the move with a ramp. Throws as `moveTo` rejects. */
  moveAt(speed: number): void;
  /** Stops at once, without a ramp. */
  stop(): void;
  /** Stops, switches the coils off and closes the hardware. */
  close(): Promise<void>;
}
