import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { Imaging } from '../../services/imaging/imaging.ts';
import type { Tampering } from '../../services/imaging/tampering.ts';
import type { BoardDayNight } from './day-night.ts';

interface Turners {
  readonly heads: readonly PtzHead[];
  readonly dayNight: BoardDayNight;
  readonly imaging: Imaging;
}

/** Tells tampering of what changes the scene by command: a head that moves, night vision, settings of the cameras. */
export function noteTurns(
  { heads, dayNight, imaging }: Turners,
  sources: readonly string[],
  tampering: Tampering,
): void {
  const all = (): void => {
    for (const source of sources) tampering.turned(source);
  };
  for (const head of heads)
    head.onStatus(() => {
      for (const source of head.facts.sources) tampering.turned(source);
    });
  dayNight.onChange(all);
  imaging.onChange(all);
}
