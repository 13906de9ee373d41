import type { Clock } from '../../hal/ports/clock.ts';

/** Milliseconds between two looks. */
const interval = 20_000;
/** Growth since the last return, as a share, that is worth another one. */
const worth = 0.05;

interface MemoryReturnOptions {
  readonly clock: Pick<Clock, 'every'>;
  /** Resident memory of this process in bytes. */
  readonly resident: () => number;
  /** Returns free memory of the C library to the system: a few ms of work. */
  readonly giveBack: () => void;
}

/**
 * Gives memory back to the system when the process has grown: a burst of connections or large requests leaves tens of MiB that the
 * C library keeps. Memory that is in use is looked at again only once there is more of it.
 */
export function returnMemory({ clock, resident, giveBack }: MemoryReturnOptions): () => void {
  let least = resident();
  return clock.every(interval, () => {
    if (resident() > least * (1 + worth)) {
      giveBack();
      least = resident();
    } else least = Math.min(least, resident());
  });
}
