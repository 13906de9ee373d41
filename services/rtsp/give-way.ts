/** Connection as it is compared with others when there are too many. */
export interface Occupant {
  /** Address of the client. */
  readonly address: string;
  /** Lower ranks give way first. */
  readonly rank: number;
  /** Milliseconds (performance.now); among equals the oldest gives way. */
  readonly since: number;
}

/**
 * The connection that gives way to a new one: of the lowest rank, of the address that has most of that rank, the oldest.
 * A crowd from one address thereby displaces itself, and a client from elsewhere keeps its place.
 */
export function firstToGiveWay<T>(all: Iterable<T>, describe: (one: T) => Occupant): T | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  const byAddress = new Map<string, { oldest: T; since: number; count: number }>();
  for (const one of all) {
    const { address, rank, since } = describe(one);
    if (rank > lowest) continue;
    if (rank < lowest) byAddress.clear();
    lowest = rank;
    const group = byAddress.get(address) ?? { oldest: one, since, count: 0 };
    group.count += 1;
    if (since < group.since) Object.assign(group, { oldest: one, since });
    byAddress.set(address, group);
  }
  const [largest] = [...byAddress.values()].sort((one, other) => other.count - one.count || one.since - other.since);
  return largest?.oldest;
}
