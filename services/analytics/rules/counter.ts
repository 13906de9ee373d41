import type { Scene } from '../scene/scene.ts';
import { resetSince } from './day-resets.ts';
import type { RuleMemory, RuleMessage, RuleStart } from './machine.ts';

/** Parameters of rules that count (Analytics, A.5 and A.6). */
export interface CounterParameters {
  /** Milliseconds between reports; 0: each change is reported. */
  readonly reportTimeInterval: number;
  /** Milliseconds after local midnight. */
  readonly resetTimes: readonly number[];
}

export interface Counter {
  readonly count: number;
  /** Last reset by time of day, as `RuleMemory`. */
  readonly resetAt: number;
  readonly reported: number;
  /** As `Scene.delayTime`. */
  readonly reportedAt: number | undefined;
}

interface CounterStep {
  readonly counter: Counter;
  readonly messages: readonly RuleMessage[];
}

/** Highest value of xs:int. */
const highest = 0x7fff_ffff;

function report(count: number, utc: number, operation: 'Initialized' | 'Changed'): RuleMessage {
  return { operation, data: [{ name: 'Count', value: count }], utc };
}

/** A counter that begins, with the value that it had; a reset that passed meanwhile has taken place. */
export function begunCounter({ resetTimes }: CounterParameters, start: RuleStart, memory?: RuleMemory): CounterStep {
  const { resetAt, due } = resetSince(resetTimes, start.local, memory?.resetAt ?? start.local);
  const count = due ? 0 : Math.min(highest, Math.max(0, Math.round(memory?.count ?? 0)));
  const counter = { count, resetAt, reported: count, reportedAt: undefined };
  return { counter, messages: [report(count, start.utc, 'Initialized')] };
}

/** A counter after a scene in which it changed by `change`; it is never below 0. */
export function counted(counter: Counter, change: number, scene: Scene, parameters: CounterParameters): CounterStep {
  const { delayTime, local, utc } = scene;
  const { resetAt, due } = resetSince(parameters.resetTimes, local, counter.resetAt);
  const count = Math.min(highest, Math.max(0, (due ? 0 : counter.count) + change));
  const reportedAt = counter.reportedAt ?? delayTime;
  const next = { count, resetAt, reported: counter.reported, reportedAt };
  const inTime = delayTime - reportedAt >= parameters.reportTimeInterval;
  if (!due && (count === counter.reported || !inTime)) return { counter: next, messages: [] };
  // The reset is reported even where the counter was 0 before.
  return { counter: { ...next, reported: count, reportedAt: delayTime }, messages: [report(count, utc, 'Changed')] };
}
