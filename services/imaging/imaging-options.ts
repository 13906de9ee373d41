import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import type { DayNightMode, DayNightSettings, DayNightStatus } from '../../hal/ports/day-night.ts';
import type { PendingChange } from '../settings/pending-change.ts';

/** Last report about a camera: its controls and the values in force. */
export interface KnownCamera {
  readonly facts: CameraFacts;
  readonly values: CameraSettings;
}

/** Day and night of the board, as imaging needs it. */
export interface DayNightAccess {
  /** Modes that can be set now; empty while no part works. */
  readonly modes: readonly DayNightMode[];
  /** Settings as they were set, also for parts that are missing. */
  readonly settings: DayNightSettings;
  readonly phase: DayNightStatus['phase'];
  /**
   * Changes the members that are there. Without `keep` the change ends with this life of the program. Rejects with HalError
   * 'unsupported', 'out-of-range' and with StorageError; then nothing has changed.
   */
  set(change: Partial<DayNightSettings>, keep: boolean): Promise<void>;
  /** Applies a change at once; the caller stores it, with other sections. Throws as `set` rejects. */
  begin(change: Partial<DayNightSettings>): PendingChange;
  /** Called when the parts work, or others, and after each change of the phase. Returns how to end it. */
  onChange(listener: () => void): () => void;
}
