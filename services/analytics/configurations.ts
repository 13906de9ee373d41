import type { Board } from '../../hal/boards/board.ts';
import type { EngineConfiguration, EngineRule } from './engine/configuration.ts';
import { cellMotionEngine } from './modules/cell-motion-engine.ts';
import { numberOf } from './modules/module-type.ts';
import { objectTracker } from './modules/object-tracker.ts';
import { completeValues } from './parameters/configuration.ts';
import type { AnalyticsFacts, ParameterTable, StoredValues } from './parameters/parameter.ts';
import { type RuleOrigin, sourceItems } from './rules/rule-source.ts';
import { isSupported, type RuleType } from './rules/rule-type.ts';
import { ruleTypes } from './rules/rule-types.ts';
import type { AnalyticsConfiguration, StoredConfig } from './stored-configuration.ts';

/** Columns of cells across the picture. */
const columns = 32;

/** What is known while the analysis runs. */
export interface AnalysisView {
  /** Grid of a source's cells; undefined where its pictures cannot be analysed. */
  grid(source: string): { readonly columns: number; readonly rows: number } | undefined;
  /** Classes that the object detector tells apart; empty without one. */
  readonly classes?: () => readonly string[];
}

/** Facts of the analytics of a video source. Without a grid its cells are as high as they are wide. */
export function analyticsFacts(board: Pick<Board, 'sources'>, source: string, analysis?: AnalysisView): AnalyticsFacts {
  const classes = analysis?.classes?.() ?? [];
  const grid = analysis?.grid(source);
  if (grid !== undefined) return { columns: grid.columns, rows: grid.rows, classes };
  const { width, height } = board.sources.find(({ id }) => id === source) ?? { width: 16, height: 9 };
  return { columns, rows: Math.max(1, Math.round((columns * height) / width)), classes };
}

/** Rules or modules of a fresh device, with the values of all parameters. */
export function completeConfigs(
  configs: readonly StoredConfig[],
  types: readonly { readonly type: string; readonly parameters: ParameterTable }[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  return configs.map((config) => {
    const { parameters = {} } = types.find(({ type }) => type === config.type) ?? {};
    return { ...config, parameters: completeValues(parameters, config.parameters, facts) };
  });
}

/** Type of a rule; undefined for one of another firmware, which is kept but neither run nor told. */
function ruleTypeOf({ type }: Pick<StoredConfig, 'type'>): RuleType | undefined {
  return ruleTypes.find((one) => one.type === type);
}

function engineRule(type: RuleType, rule: StoredConfig, origin: RuleOrigin, facts: AnalyticsFacts): EngineRule {
  const values = completeValues(type.parameters, rule.parameters, facts);
  const source = sourceItems(type.source, origin);
  const sensitivity = type.sensitivity(values);
  return {
    name: rule.name,
    version: JSON.stringify([rule.type, values, source]),
    armed: type.isArmed(values),
    tellsMotion: type.tellsMotion ?? false,
    ...(sensitivity !== undefined && { sensitivity }),
    topics: type.topics,
    source,
    create: () => type.create(values),
  };
}

function moduleOf(
  { modules }: AnalyticsConfiguration,
  type: typeof cellMotionEngine,
  facts: AnalyticsFacts,
): { readonly name: string; readonly values: StoredValues } {
  const found = modules.find((one) => one.type === type.type);
  const values = completeValues(type.parameters, found?.parameters ?? {}, facts);
  return { name: found?.name ?? type.name, values };
}

/**
 * A configuration as the engine runs it: modules and rules with complete parameters.
 * @param videoSourceConfiguration token of the video source's first configuration, which older clients read in events
 */
export function engineConfiguration(
  configuration: AnalyticsConfiguration,
  videoSourceConfiguration: string,
  facts: AnalyticsFacts,
): EngineConfiguration {
  const { token, source, rules } = configuration;
  const motion = moduleOf(configuration, cellMotionEngine, facts);
  const tracker = moduleOf(configuration, objectTracker, facts);
  const size = (name: string): number => numberOf(tracker.values, name);
  const origin = { videoSource: source, videoSourceConfiguration, analytics: token };
  return {
    token,
    source,
    motion: { name: motion.name, sensitivity: numberOf(motion.values, 'Sensitivity') },
    tracker: {
      name: tracker.name,
      leastWidth: size('MinObjectWidth'),
      leastHeight: size('MinObjectHeight'),
      mostWidth: size('MaxObjectWidth'),
      mostHeight: size('MaxObjectHeight'),
      confidence: size('ConfidenceLevel'),
    },
    rules: rules.flatMap((rule) => {
      const type = ruleTypeOf(rule);
      if (type === undefined || !isSupported(type, facts)) return [];
      return [engineRule(type, rule, { ...origin, rule: rule.name }, facts)];
    }),
  };
}
