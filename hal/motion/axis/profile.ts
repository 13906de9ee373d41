import { clamp, type Range } from '../../ports/range.ts';

/**
 * Motion profile of an axis: the speed rises and falls in linear ramps. Pure functions; times are seconds from the beginning of a plan,
 * positions units of the axis, speeds units a second (signed), accelerations units a second each second (unsigned).
 */
export interface MotionState {
  readonly position: number;
  readonly speed: number;
}

export interface MotionLimits extends Range {
  readonly maxSpeed: number;
  readonly acceleration: number;
}

/** Part of a plan with constant acceleration (signed). */
interface Segment extends MotionState {
  readonly start: number;
  readonly duration: number;
  readonly acceleration: number;
}

/** Consecutive segments; at rest on `target` from `duration` on. */
export interface Plan {
  readonly segments: readonly Segment[];
  readonly duration: number;
  readonly target: number;
}

/** Distance covered while ramping down from a speed. @internal */
export function stoppingDistance(speed: number, acceleration: number): number {
  return (speed * speed) / (2 * acceleration);
}

/** Position at which an axis comes to rest when it ramps down now. */
export function restingPosition({ position, speed }: MotionState, limits: MotionLimits): number {
  return clamp(position + Math.sign(speed) * stoppingDistance(speed, limits.acceleration), limits);
}

/** Plan to a position, not faster than `speed`; an axis that moves away or cannot stop in time comes to rest and turns. */
export function planTo(from: MotionState, target: number, speed: number, limits: MotionLimits): Plan {
  const goal = clamp(target, limits);
  const top = Math.min(Math.abs(speed), limits.maxSpeed);
  const builder = new PlanBuilder(from);
  const rest = restingPosition(from, limits);
  const ahead = from.speed * (goal - rest) >= 0;
  if (from.speed !== 0 && !ahead) builder.brake(limits.acceleration);
  builder.approach(goal, top, limits.acceleration);
  return builder.plan(goal);
}

/** Plan at a signed speed up to the limit of the travel; 0 ramps down. */
export function planAt(from: MotionState, speed: number, limits: MotionLimits): Plan {
  if (speed !== 0) return planTo(from, speed > 0 ? limits.max : limits.min, speed, limits);
  const builder = new PlanBuilder(from);
  builder.brake(limits.acceleration);
  return builder.plan(restingPosition(from, limits));
}

/** Plan that stays at a position. */
export function planRest(position: number): Plan {
  return { segments: [], duration: 0, target: position };
}

/** Position and speed at a time of a plan. */
export function stateAt(plan: Plan, time: number): MotionState {
  if (time >= plan.duration) return { position: plan.target, speed: 0 };
  const segment = plan.segments.findLast(({ start }) => start <= time) ?? plan.segments[0];
  if (segment === undefined) return { position: plan.target, speed: 0 };
  const passed = Math.max(0, time - segment.start);
  return {
    position: segment.position + segment.speed * passed + (segment.acceleration * passed * passed) / 2,
    speed: segment.speed + segment.acceleration * passed,
  };
}

/** First time after `after` at which a plan reaches `low` or below (`up` false) or `high` or above; undefined when it does not. */
export function nextCrossing(plan: Plan, after: number, low: number, high: number): Crossing | undefined {
  for (const segment of plan.segments) {
    const end = segment.start + segment.duration;
    if (end <= after) continue;
    const from = Math.max(0, after - segment.start);
    const up = reach(segment, high, from);
    const down = reach(segment, low, from);
    if (up === undefined && down === undefined) continue;
    const isUp = down === undefined || (up !== undefined && up <= down);
    return { time: segment.start + (isUp ? (up ?? 0) : (down ?? 0)), up: isUp };
  }
  return undefined;
}

interface Crossing {
  readonly time: number;
  readonly up: boolean;
}

/** First time in a segment, not before `from`, at which the position equals a level. */
function reach(segment: Segment, level: number, from: number): number | undefined {
  const { acceleration, speed, duration } = segment;
  const way = level - segment.position;
  const valid = (time: number): boolean => time >= from && time <= duration;
  if (acceleration === 0) return speed !== 0 && valid(way / speed) ? way / speed : undefined;
  const root = speed * speed + 2 * acceleration * way;
  if (root < 0) return undefined;
  // This form of the root avoids the difference of two nearly equal numbers.
  const part = -(speed + (speed < 0 ? -1 : 1) * Math.sqrt(root));
  const times = [part / acceleration, part === 0 ? 0 : (-2 * way) / part].filter(valid);
  return times.length === 0 ? undefined : Math.min(...times);
}

class PlanBuilder {
  readonly #segments: Segment[] = [];
  #state: MotionState;
  #time = 0;

  constructor(from: MotionState) {
    this.#state = from;
  }

  brake(acceleration: number): void {
    const { position, speed } = this.#state;
    const way = Math.sign(speed) * stoppingDistance(speed, acceleration);
    this.#add(Math.abs(speed) / acceleration, -Math.sign(speed) * acceleration, { position: position + way, speed: 0 });
  }

  /** Appends the way to the goal; the present speed is low enough to stop there. */
  approach(goal: number, top: number, acceleration: number): void {
    const way = goal - this.#state.position;
    const sign = Math.sign(this.#state.speed) || Math.sign(way);
    if (sign === 0) return;
    const speed = Math.abs(this.#state.speed);
    const peak = Math.sqrt(acceleration * Math.abs(way) + (speed * speed) / 2);
    const cruise = Math.min(top, Math.max(peak, speed));
    const change = cruise - speed;
    const ramp = Math.abs(cruise * cruise - speed * speed) / (2 * acceleration);
    const ramping = { position: this.#state.position + sign * ramp, speed: sign * cruise };
    this.#add(Math.abs(change) / acceleration, sign * Math.sign(change) * acceleration, ramping);
    const level = Math.abs(way) - ramp - stoppingDistance(cruise, acceleration);
    const leaving = { position: ramping.position + sign * Math.max(0, level), speed: ramping.speed };
    this.#add(Math.max(0, level) / cruise, 0, leaving);
    this.#add(cruise / acceleration, -sign * acceleration, { position: goal, speed: 0 });
  }

  plan(target: number): Plan {
    return { segments: this.#segments, duration: this.#time, target };
  }

  #add(duration: number, acceleration: number, end: MotionState): void {
    if (duration > 0) this.#segments.push({ ...this.#state, start: this.#time, duration, acceleration });
    this.#time += duration;
    this.#state = end;
  }
}
