/** Luma of a picture, row by row. */
export interface Luma {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Half the side of a compared square, and the farthest place that is tried, pixels. */
const half = 24;
const farthest = 12;

/** Mean difference of the squares around two places. */
function difference(one: Luma, [oneX, oneY]: readonly [number, number], other: Luma, x: number, y: number): number {
  let sum = 0;
  for (let row = -half; row < half; row += 1)
    for (let column = -half; column < half; column += 1) {
      const before = one.bytes[(oneY + row) * one.width + oneX + column] ?? 0;
      sum += Math.abs(before - (other.bytes[(y + row) * other.width + x + column] ?? 0));
    }
  return sum / (4 * half * half);
}

/** Where the square around a place of one picture is in another picture, and how much it differs there (luma). */
interface Found {
  readonly x: number;
  readonly y: number;
  readonly difference: number;
}

/** Looks for the square around `from` near `to`; pixels. The squares must be inside the pictures. */
export function findPatch(
  one: Luma,
  from: readonly [x: number, y: number],
  other: Luma,
  to: readonly [x: number, y: number],
): Found {
  let best: Found = { x: Number.NaN, y: Number.NaN, difference: Number.POSITIVE_INFINITY };
  for (let dy = -farthest; dy <= farthest; dy += 1)
    for (let dx = -farthest; dx <= farthest; dx += 1) {
      const [x, y] = [to[0] + dx, to[1] + dy];
      const found = difference(one, from, other, x, y);
      if (found < best.difference) best = { x, y, difference: found };
    }
  return best;
}

/** How much the square around a place differs from the same square some pixels aside: 0 where nothing marks the place. */
export function distinctness(picture: Luma, [x, y]: readonly [x: number, y: number]): number {
  return Math.min(difference(picture, [x, y], picture, x + 4, y), difference(picture, [x, y], picture, x, y + 4));
}
