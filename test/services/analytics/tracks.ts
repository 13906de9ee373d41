import type { Point, Scene, SceneObject } from '../../../services/analytics/scene/scene.ts';
import { objectAt, sceneAt } from './scenes.ts';

export const pointsOf = (...places: readonly (readonly [number, number])[]): readonly Point[] =>
  places.map(([x, y]) => ({ x, y }));

/** Places that an object goes to, in steps; after `jump` in one step. */
export type Way = readonly (readonly [number, number] | 'jump')[];

/** Points of a way, 0.04 apart at most. */
function stepsOf(way: Way): readonly Point[] {
  const points: Point[] = [];
  let jumps = false;
  for (const place of way) {
    if (place === 'jump') {
      jumps = true;
      continue;
    }
    const [x, y] = place;
    const from = points.at(-1);
    const count = from === undefined || jumps ? 1 : Math.max(1, Math.ceil(Math.hypot(x - from.x, y - from.y) / 0.04));
    for (let step = 1; step <= count; step += 1) {
      const part = step / count;
      points.push(from === undefined ? { x, y } : { x: from.x + (x - from.x) * part, y: from.y + (y - from.y) * part });
    }
    jumps = false;
  }
  return points;
}

/** Scenes at 10 pictures a second of an object that goes a way. */
export function pathOf(way: Way, change: Partial<SceneObject> = {}, id = 1): readonly Scene[] {
  const steps = stepsOf(way);
  return steps.map((point, index) =>
    sceneAt(index * 100, {
      objects: [objectAt(id, [point.x, point.y], { before: steps[index - 1] ?? point, ...change })],
    }),
  );
}

/** What is in a scene at each time: scenes every 100 ms of objects by their ids and places. */
export function filmOf(
  seconds: number,
  at: (time: number) => readonly (readonly [number, readonly [number, number]])[],
  change: (time: number) => Partial<Scene> = () => ({}),
): readonly Scene[] {
  let last = new Map<number, Point>();
  return Array.from({ length: Math.round(seconds * 10) }, (_, index) => {
    const objects = at(index / 10).map(([id, [x, y]]) => objectAt(id, [x, y], { before: last.get(id) ?? { x, y } }));
    last = new Map(objects.map(({ id, point }) => [id, point]));
    return sceneAt(index * 100, { objects, ...change(index / 10) });
  });
}
