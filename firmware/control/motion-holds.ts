import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { SceneAnalyser } from '../../hal/ports/scene-analyser.ts';
import type { Imaging } from '../../services/imaging/imaging.ts';
import type { BoardDayNight } from './day-night.ts';

interface Changers {
  readonly heads: readonly PtzHead[];
  readonly dayNight: Pick<BoardDayNight, 'onMove'>;
  readonly imaging: Pick<Imaging, 'onChange'>;
}

/** Milliseconds from a change by command until the picture is expected to be itself again. */
const expected = { head: 1000, dayNight: 2000, imaging: 1000 } as const;

/**
 * Tells the motion analysis of what changes a whole picture by command: a head that moves, a filter or lamp that switches, other settings
 * of a camera. The window of a digital head is no such change, since the whole picture is analysed.
 */
export function holdMotion(
  { heads, dayNight, imaging }: Changers,
  sources: readonly string[],
  analyser: Pick<SceneAnalyser, 'hold'>,
): void {
  const hold = (which: readonly string[], milliseconds: number): void => {
    for (const source of which) analyser.hold(source, milliseconds);
  };
  for (const head of heads) if (!head.facts.digital) head.onStatus(() => hold(head.facts.sources, expected.head));
  dayNight.onMove(() => hold(sources, expected.dayNight));
  imaging.onChange(() => hold(sources, expected.imaging));
}
