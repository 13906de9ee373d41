import { type AxisFact, movesToPositions } from '../../boards/facts/motion.ts';
import type { RangeFact } from '../../boards/facts/range.ts';
import type { AxisFacts } from '../../ports/motor-axis.ts';
import { clamp } from '../../ports/range.ts';

/** Facts of an axis as the port states them. */
export function axisFacts(fact: AxisFact, own: Pick<AxisFacts, 'resolution' | 'acceleration'>): AxisFacts {
  const { id, axis, min, max, maxSpeed } = fact;
  return { id, kind: axis, min, max, maxSpeed, absolute: movesToPositions(fact), endless: false, ...own };
}

/** Device value of a position, interpolated between the values at both ends of the travel. */
export function toDevice({ min, max }: AxisFact, range: RangeFact, position: number): number {
  return range.min + ((position - min) / (max - min)) * (range.max - range.min);
}

/** Position of a device value; values beyond the ends count as the ends. */
export function fromDevice({ min, max }: AxisFact, range: RangeFact, value: number): number {
  const share = (value - range.min) / (range.max - range.min);
  return min + clamp(share, { min: 0, max: 1 }) * (max - min);
}
