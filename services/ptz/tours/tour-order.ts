import type { Tour } from './tour-list.ts';

/** Number from 0 up to 1, without 1. */
export type Random = () => number;

/** Numbers of the spots in the order of one round. A random order does not begin with the spot where the round before it ended. */
export function tourOrder(
  { spots, random, direction }: Pick<Tour, 'spots' | 'random' | 'direction'>,
  last: number | undefined,
  chance: Random,
): readonly number[] {
  const order = spots.map((_, index) => index);
  if (!random) return direction === 'Backward' ? order.reverse() : order;
  for (let end = order.length - 1; end > 0; end -= 1) swap(order, end, Math.floor(chance() * (end + 1)));
  if (order.length > 1 && order[0] === last) swap(order, 0, 1 + Math.floor(chance() * (order.length - 1)));
  return order;
}

function swap(list: number[], one: number, other: number): void {
  const [a = 0, b = 0] = [list[one], list[other]];
  list[one] = b;
  list[other] = a;
}
