import type { AxisFact } from '../../boards/facts/motion.ts';
import type { RangeFact } from '../../boards/facts/range.ts';
import type { AxisFacts } from '../../ports/motor-axis.ts';

/** What an axis tells of itself. */
export function axisFacts(fact: AxisFact, own: Pick<AxisFacts, 'resolution' | 'absolute'>): AxisFacts {
  const { id, axis, min, max, maxSpeed } = fact;
  return { id, kind: axis, min, max, maxSpeed, endless: false, ...own };
}

/** A position as a device's value, between its values at both ends of the travel. */
export function toDevice({ min, max }: AxisFact, range: RangeFact, position: number): number {
  return range.min + ((position - min) / (max - min)) * (range.max - range.min);
}

/** The other way; values outside are at the ends. */
export function fromDevice({ min, max }: AxisFact, range: RangeFact, value: number): number {
  const share = (value - range.min) / (range.max - range.min);
  return min + Math.min(1, Math.max(0, share)) * (max - min);
}
