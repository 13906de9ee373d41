import type { ItemTypes, TopicDeclaration } from '../../events/event-message.ts';
import type * as tt from '../../generated/tt.ts';
import { describedParameters } from '../parameters/configuration.ts';
import type { AnalyticsFacts, ParameterTable, StoredValues, ValuesOf } from '../parameters/parameter.ts';
import { type RuleMachine, type RunningRule, runningRule } from './machine.ts';
import { type RuleSource, sourceTypes } from './rule-source.ts';

/** Event of a rule. */
interface RuleEvent {
  readonly topic: string;
  readonly property: boolean;
  readonly key?: ItemTypes;
  /** Items in the order in which the machine sends them. */
  readonly data: ItemTypes;
}

interface TypeFacts {
  /** Name of the type, `tt:LineDetector`. */
  readonly type: string;
  /** Most rules of the type in a configuration. */
  readonly mostInstances: number;
  /** Present for types that have nothing to tell without a detector of classes. */
  readonly needsDetector?: true;
  /** Present for types whose state is motion: tns1:VideoSource/MotionAlarm follows them. */
  readonly tellsMotion?: true;
  readonly source: RuleSource;
  /** The first is the topic of messages that name none. */
  readonly events: readonly [RuleEvent, ...RuleEvent[]];
}

interface RuleDefinition<Table, Parameters, State> extends TypeFacts {
  /** Parameters by their names on the wire, simple ones first. */
  readonly parameters: Table;
  readonly machine: RuleMachine<Parameters, State>;
  /** Parameters of the machine. */
  read(values: ValuesOf<Table>): Parameters;
  /** Whether the rule is armed; absent: it always is. */
  isArmed?(values: ValuesOf<Table>): boolean;
  /** Sensitivity of its own, 0..100, for rules that compare differences themselves. */
  sensitivity?(values: ValuesOf<Table>): number;
}

/** A type of rules, whose parameters and states are hidden: all that the service and the engine know of it. */
export interface RuleType extends TypeFacts {
  readonly parameters: ParameterTable;
  readonly topics: readonly [string, ...string[]];
  isArmed(values: StoredValues): boolean;
  sensitivity(values: StoredValues): number | undefined;
  create(values: StoredValues): RunningRule;
}

/** A type of rules: one record from which checks, options, descriptions, topics and behaviour follow. */
export function ruleType<const Table, Parameters, State>(
  definition: RuleDefinition<Table, Parameters, State>,
): RuleType {
  const { parameters, machine, read, isArmed, sensitivity, ...facts } = definition;
  const [first, ...more] = facts.events;
  // Values come from the decoders of the same table, or from its schemas.
  const typed = (values: StoredValues): ValuesOf<Table> => values as ValuesOf<Table>;
  return {
    ...facts,
    parameters: parameters as ParameterTable,
    topics: [first.topic, ...more.map(({ topic }) => topic)],
    isArmed: (values) => isArmed?.(typed(values)) ?? true,
    sensitivity: (values) => sensitivity?.(typed(values)),
    create: (values) => runningRule(machine, read(typed(values))),
  };
}

/** Whether a type can be used with the present detector. */
export function isSupported({ needsDetector }: RuleType, { classes }: AnalyticsFacts): boolean {
  return needsDetector !== true || classes.length > 0;
}

/** Topics of a type for GetEventProperties. */
export function topicsOf({ events, source }: RuleType): readonly TopicDeclaration[] {
  return events.map((event) => ({ ...event, source: sourceTypes(source) }));
}

function items(types: ItemTypes): tt.ItemListDescription {
  return { SimpleItemDescription: Object.entries(types).map(([Name, Type]) => ({ Name, Type })) };
}

/** Description of a type in GetSupportedRules. */
export function describedRule(type: RuleType, facts: AnalyticsFacts): tt.ConfigDescription {
  return {
    Name: type.type,
    fixed: false,
    maxInstances: type.mostInstances,
    Parameters: describedParameters(type.parameters, facts),
    Messages: topicsOf(type).map(({ topic, property, source, key, data }) => ({
      IsProperty: property,
      Source: items(source),
      ...(key && { Key: items(key) }),
      Data: items(data),
      ParentTopic: topic,
    })),
  };
}
