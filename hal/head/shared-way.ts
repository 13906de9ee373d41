import { planTo } from '../motion/axis/profile.ts';

/** Move of one axis to a position, from where it is and the way it goes. */
interface Way {
  readonly position: number;
  /** Units a second, signed. */
  readonly speed: number;
  readonly target: number;
  /** Units a second. */
  readonly maxSpeed: number;
  /** Units a second, each second; undefined when the motor does not tell. */
  readonly acceleration: number | undefined;
}

/** Way from rest to rest, after the time (seconds) that an axis needs to come to rest before it turns. */
interface Run {
  readonly wait: number;
  readonly distance: number;
}

/** Lowest shared speed, as a part of the top speed: an axis must not creep because another has far to go. */
const slowest = 0.01;

function runOf({ position, speed, target, acceleration }: Way): Run {
  if (acceleration === undefined) return { wait: 0, distance: Math.abs(target - position) };
  const rest = position + (Math.sign(speed) * speed * speed) / (2 * acceleration);
  const turns = speed * (target - rest) < 0;
  if (!turns) return { wait: 0, distance: Math.abs(target - position) };
  return { wait: Math.abs(speed) / acceleration, distance: Math.abs(target - rest) };
}

function duration({ maxSpeed, acceleration }: Way, { wait, distance }: Run): number {
  if (acceleration === undefined) return distance / maxSpeed;
  if (distance < (maxSpeed * maxSpeed) / acceleration) return wait + 2 * Math.sqrt(distance / acceleration);
  return wait + distance / maxSpeed + maxSpeed / acceleration;
}

/** Speed with which a move takes that many seconds; the top speed for the slowest move. */
function speedFor(way: Way, seconds: number): number {
  const { maxSpeed, acceleration } = way;
  const run = runOf(way);
  if (duration(way, run) >= seconds) return maxSpeed;
  if (acceleration === undefined) return Math.max(run.distance / seconds, maxSpeed * slowest);
  const most = acceleration * (seconds - run.wait);
  const root = Math.sqrt(Math.max(0, most * most - 4 * acceleration * run.distance));
  // This form of the root avoids the difference of two nearly equal numbers.
  const speed = (2 * acceleration * run.distance) / (most + root);
  return Math.min(maxSpeed, Math.max(speed, maxSpeed * slowest));
}

/** Seconds that a move takes at its top speed: an axis that is on its way already needs less than one that starts at rest. */
function shortest(way: Way): number {
  const { position, speed, target, maxSpeed, acceleration } = way;
  if (acceleration === undefined) return duration(way, runOf(way));
  const limits = { min: -Infinity, max: Infinity, maxSpeed, acceleration };
  return planTo({ position, speed }, target, maxSpeed, limits).duration;
}

/** Speeds with which axes that start together arrive together; the slowest move goes at its top speed. */
export function sharedSpeeds(ways: readonly Way[]): readonly number[] {
  const seconds = Math.max(0, ...ways.map(shortest));
  return ways.map((way) => speedFor(way, seconds));
}
