import { type Barrier, isClear, netCrossing, type Side } from '../geometry/polyline.ts';
import type { Scene, SceneObject } from '../scene/scene.ts';

/** For each object and each line the crossings that are not told yet: the object is still beside the line. */
export type Crossings = ReadonlyMap<number, readonly number[]>;

interface Crossing {
  readonly object: SceneObject;
  /** Which of the lines. */
  readonly line: number;
  readonly side: Side;
}

export const noCrossings: Crossings = new Map();

/**
 * Crossings of a scene. An object that touches a line and goes back has crossed it to and fro, which is nothing; the same holds for
 * one that walks along it. An object that jumps over it in one step has crossed it.
 */
export function crossingsAfter(
  before: Crossings,
  { objects }: Scene,
  lines: readonly Barrier[],
): { readonly crossings: Crossings; readonly found: readonly Crossing[] } {
  const found: Crossing[] = [];
  const crossings = new Map<number, readonly number[]>();
  for (const object of objects) {
    const pending = before.get(object.id) ?? [];
    const sums = lines.map((line, index) => {
      const sum = (pending[index] ?? 0) + netCrossing(line, [object.before, object.point]);
      if (sum === 0 || !isClear(line, object.point)) return sum;
      found.push({ object, line: index, side: sum > 0 ? 'Right' : 'Left' });
      return 0;
    });
    crossings.set(object.id, sums);
  }
  return { crossings, found };
}
