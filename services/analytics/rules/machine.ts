import type { SimpleItems } from '../../events/event-message.ts';
import type { Scene } from '../scene/scene.ts';

/** Data item of a message, in the order in which clients read them. */
interface RuleItem {
  readonly name: string;
  readonly value: SimpleItems[string];
}

/** What a rule tells: one event of the event service, without topic prefix and source, which its record and its engine know. */
export interface RuleMessage {
  /** Absent for an event that is no property. */
  readonly operation?: 'Initialized' | 'Changed' | 'Deleted';
  /** Topic for a type that has several; absent: the one of the type. */
  readonly topic?: string;
  /** Key items of a property that exists several times. */
  readonly key?: SimpleItems;
  /** State first, ids after it: clients read the first item whatever its name. */
  readonly data: readonly RuleItem[];
  /** Time of the picture, milliseconds since 1970; the UtcTime of the message. */
  readonly utc: number;
}

export interface RuleStep<State> {
  readonly state: State;
  readonly messages: readonly RuleMessage[];
}

/** What outlives a restart of the firmware: the value of a counter. */
export interface RuleMemory {
  readonly count: number;
  /** Last reset by time of day, local time as in `Scene.local`. */
  readonly resetAt: number;
}

/** Moment at which a rule begins. */
export type RuleStart = Pick<Scene, 'utc' | 'local'>;

/**
 * Behaviour of a rule type: a pure state machine (Analytics, annex A). Parameters arrive typed and checked. The machine is not asked
 * while the rule is disarmed or the scene settles; while the camera is lost, it gets ticks without objects.
 */
export interface RuleMachine<Parameters, State> {
  /** The state of a rule that begins, and the properties that it has from then on (Initialized). A counter goes on from its memory. */
  initial(parameters: Parameters, start: RuleStart, memory?: RuleMemory): RuleStep<State>;
  next(state: State, scene: Scene): RuleStep<State>;
  /** Forgets what was seen: every property that is on goes off. Counters stay. */
  reset(state: State, utc: number): RuleStep<State>;
  /** Present for types that count. */
  memory?(state: State): RuleMemory;
}

/** A rule with its parameters, whose state is hidden: what the engine runs. */
export interface RunningRule {
  begin(start: RuleStart, memory: RuleMemory | undefined): readonly RuleMessage[];
  next(scene: Scene): readonly RuleMessage[];
  reset(utc: number): readonly RuleMessage[];
  /** undefined for rules that count nothing. */
  memory(): RuleMemory | undefined;
}

/** Joins a machine and the parameters of one rule. Nothing happens before `begin`. */
export function runningRule<Parameters, State>(
  machine: RuleMachine<Parameters, State>,
  parameters: Parameters,
): RunningRule {
  let held: { readonly state: State } | undefined;
  const take = (step: RuleStep<State>): readonly RuleMessage[] => {
    held = step;
    return step.messages;
  };
  return {
    begin: (start, memory) => take(machine.initial(parameters, start, memory)),
    next: (scene) => (held === undefined ? [] : take(machine.next(held.state, scene))),
    reset: (utc) => (held === undefined ? [] : take(machine.reset(held.state, utc))),
    memory: () => (held === undefined ? undefined : machine.memory?.(held.state)),
  };
}
