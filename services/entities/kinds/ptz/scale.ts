/** Conversion of one coordinate between a space of the standard and the units of the head. */
export interface Scale {
  /** Range of the space. */
  readonly min: number;
  readonly max: number;
  toHead(value: number): number;
  toWire(value: number): number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Digits behind the point of a coordinate that clients read: finer than any motor, without noise of the arithmetic. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

/**
 * Even scale from a range of the space to one of the head. The ends are exact, as clients wait for exactly -1, 0 or 1.
 * @param margin units of the head next to an end that count as the end
 */
export function linear(wire: Range, head: Range, margin: number = 0): Scale {
  const factor = (wire.max - wire.min) / (head.max - head.min);
  return {
    ...wire,
    toHead: (value) => {
      if (value === wire.min) return head.min;
      return value === wire.max ? head.max : head.min + (value - wire.min) / factor;
    },
    toWire: (value) => {
      if (value <= head.min + margin) return wire.min;
      if (value >= head.max - margin) return wire.max;
      return rounded(wire.min + (value - head.min) * factor);
    },
  };
}

/** Scale of a space that has the units of the head. */
export function same({ min, max }: Range, margin: number = 0): Scale {
  return linear({ min, max }, { min, max }, margin);
}

export function symmetric(max: number): Range {
  return { min: -max, max };
}

export function fromZero(max: number): Range {
  return { min: 0, max };
}

/** Scale by a pair of functions that both rise. */
export function curved(wire: Range, toHead: (value: number) => number, toWire: (value: number) => number): Scale {
  return { ...wire, toHead, toWire: (value) => Math.min(wire.max, Math.max(wire.min, rounded(toWire(value)))) };
}
