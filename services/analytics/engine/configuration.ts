import type { SimpleItems } from '../../events/event-message.ts';
import type { RunningRule } from '../rules/machine.ts';

/** A rule as the engine runs it. */
export interface EngineRule {
  readonly name: string;
  /** Text that differs where type or parameters differ: the rule begins anew when it changes. */
  readonly version: string;
  /** A disarmed rule keeps its properties, which are off. */
  readonly armed: boolean;
  /** Whether its state is motion, of which tns1:VideoSource/MotionAlarm tells. */
  readonly tellsMotion: boolean;
  /** Sensitivity of its own, 0..100, for rules that compare differences themselves. */
  readonly sensitivity?: number;
  /** Topics that it publishes; the first is that of messages that name none. */
  readonly topics: readonly [string, ...string[]];
  readonly source: SimpleItems;
  /** Makes the rule with its parameters; called once each time it begins. */
  create(): RunningRule;
}

/** Analytics of one video source: a VideoAnalyticsConfiguration as the engine runs it. */
export interface EngineConfiguration {
  readonly token: string;
  /** Token of the video source. */
  readonly source: string;
  /** tt:CellMotionEngine; its name is the source of frames with cells. */
  readonly motion: { readonly name: string; readonly sensitivity: number };
  /** Tracker of objects; sizes are parts of the picture, 0..1, the confidence is 0..100. */
  readonly tracker: {
    readonly name: string;
    readonly leastWidth: number;
    readonly leastHeight: number;
    readonly mostWidth: number;
    readonly mostHeight: number;
    readonly confidence: number;
  };
  readonly rules: readonly EngineRule[];
}
