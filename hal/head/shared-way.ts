/** Move of one axis to a position; distance above 0. */
interface Way {
  readonly distance: number;
  /** Units a second. */
  readonly maxSpeed: number;
  /** Units a second, each second; undefined when the motor does not tell. */
  readonly acceleration: number | undefined;
}

/** Seconds of a move from rest to rest. */
function duration({ distance, maxSpeed, acceleration }: Way): number {
  if (acceleration === undefined) return distance / maxSpeed;
  if (distance < (maxSpeed * maxSpeed) / acceleration) return 2 * Math.sqrt(distance / acceleration);
  return distance / maxSpeed + maxSpeed / acceleration;
}

/** Speed with which a move takes that many seconds, which is its own duration at least. */
function speedFor({ distance, maxSpeed, acceleration }: Way, seconds: number): number {
  if (acceleration === undefined) return Math.min(maxSpeed, distance / seconds);
  const most = acceleration * seconds;
  const root = Math.sqrt(Math.max(0, most * most - 4 * acceleration * distance));
  // This form of the root avoids the difference of two nearly equal numbers.
  return Math.min(maxSpeed, (2 * acceleration * distance) / (most + root));
}

/** Speeds with which axes that start together arrive together; the slowest move goes at its top speed. */
export function sharedSpeeds(ways: readonly Way[]): readonly number[] {
  const seconds = Math.max(0, ...ways.map(duration));
  return ways.map((way) => speedFor(way, seconds));
}
