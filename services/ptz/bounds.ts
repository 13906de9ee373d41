import type { HeadAxis, HeadFacts, HeadPosition } from '../../hal/ports/ptz-head.ts';
import { clamp } from '../../hal/ports/range.ts';
import type { PtzEntity } from '../entities/kinds/ptz/entity.ts';

/** Axes that a position names, with their values. */
export function axesOf(position: HeadPosition): readonly (readonly [HeadAxis, number])[] {
  return Object.entries(position) as readonly (readonly [HeadAxis, number])[];
}

/** Positions that an axis may have: its travel, within the limits of the configuration. */
export function limitsOf(
  { axes }: HeadFacts,
  { limits }: Pick<PtzEntity, 'limits'>,
  axis: HeadAxis,
): { readonly min: number; readonly max: number } {
  const { min, max } = axes[axis] ?? { min: 0, max: 0 };
  const set = limits[axis] ?? {};
  return { min: Math.max(min, set.min ?? min), max: Math.min(max, set.max ?? max) };
}

/** Nearest position that an axis may have; an endless axis without limits goes on behind its end. */
export function nearest(facts: HeadFacts, entity: Pick<PtzEntity, 'limits'>, axis: HeadAxis, value: number): number {
  const { min, max } = limitsOf(facts, entity, axis);
  const { limits } = entity;
  const isOpen = limits[axis]?.min === undefined && limits[axis]?.max === undefined;
  if (facts.axes[axis]?.endless !== true || !isOpen) return clamp(value, { min, max });
  const turn = max - min;
  return value - Math.floor((value - min) / turn) * turn;
}

/** Whether a limit of the configuration lies in the direction of a velocity. */
export function isBounded({ limits }: Pick<PtzEntity, 'limits'>, axis: HeadAxis, velocity: number): boolean {
  return limits[axis]?.[velocity < 0 ? 'min' : 'max'] !== undefined;
}

/** Farthest positions in the directions of velocities; nothing for an axis that is there, or beyond. */
export function outwardEnds(
  facts: HeadFacts,
  entity: Pick<PtzEntity, 'limits'>,
  position: HeadPosition,
  velocity: readonly (readonly [HeadAxis, number])[],
): HeadPosition {
  const ends = velocity.flatMap(([axis, value]) => {
    const { min, max } = limitsOf(facts, entity, axis);
    const [now, end] = [position[axis], value < 0 ? min : max];
    const isThere = now !== undefined && (value < 0 ? now <= end : now >= end);
    return isThere ? [] : [[axis, end] as const];
  });
  return Object.fromEntries(ends);
}
