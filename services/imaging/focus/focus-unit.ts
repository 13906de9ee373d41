import type { Range } from '../../../hal/ports/range.ts';

/** Speeds of a move to a position, as parts of the fastest: it must come to an end. */
export const focusSpeeds: Range = { min: 0.01, max: 1 };

/** Focus of a source, whatever moves it. Position 0 (near) to 1 (far), speed as a part of the fastest, above 0 to 1. */
export interface FocusUnit {
  /** Whether it moves to positions; else by speed only. */
  readonly absolute: boolean;
  readonly status: FocusStatus;
  /**
   * Begins to move; the newest command replaces the running one. Rejects with HalError 'busy', 'unsupported', 'io', 'gone' before
   * anything moves.
   */
  moveTo(position: number, speed: number): Promise<void>;
  /** Moves at a signed speed, -1..1, to the end of its way at most; 0 stops. Throws as `moveTo` rejects. */
  moveAt(speed: number): void;
  /** Stops a move; nothing while it stands, or while the automatic focus works. */
  stop(): void;
}

export interface FocusStatus {
  /** undefined when the motor does not tell. */
  readonly position: number | undefined;
  readonly moving: boolean;
  readonly error?: string;
}
