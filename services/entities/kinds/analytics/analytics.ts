import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import { configsToWire, modifyModules, replaceRules, supportedRules } from '../../../analytics/configs.ts';
import { analyticsFacts, completeConfigs } from '../../../analytics/configurations.ts';
import { moduleTypes } from '../../../analytics/modules/module-types.ts';
import type { AnalyticsFacts } from '../../../analytics/parameters/parameter.ts';
import { ruleTypes } from '../../../analytics/rules/rule-types.ts';
import {
  type AnalyticsConfiguration,
  defaultModules,
  defaultRules,
  storedModules,
  storedRules,
} from '../../../analytics/stored-configuration.ts';
import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify, newName } from '../../changes.ts';
import type { ConfigurationView, Kind } from '../../kind.ts';
import { among, named } from '../../stored-parts.ts';
import type { ViewOptions } from '../../view-options.ts';

/** Token of the configuration of a video source, by the place of the source. */
function tokenAt(index: number): string {
  return `VideoAnalytics${index + 1}`;
}

/** Facts of the analytics that a configuration belongs to. */
function factsOf(
  { store: { board }, analysis }: Pick<ViewOptions, 'store' | 'analysis'>,
  { source }: Pick<AnalyticsConfiguration, 'source'>,
): AnalyticsFacts {
  return analyticsFacts(board, source, analysis);
}

function toWire(
  entity: AnalyticsConfiguration,
  UseCount: number,
  facts: AnalyticsFacts,
): tt.VideoAnalyticsConfiguration {
  const { token, name, modules, rules } = entity;
  return {
    token,
    Name: name,
    UseCount,
    AnalyticsEngineConfiguration: { AnalyticsModule: configsToWire(modules, moduleTypes, facts) },
    RuleEngineConfiguration: { Rule: configsToWire(rules, supportedRules(facts), facts) },
  };
}

/** Fault of a media service for what the analytics service would refuse by its own. */
function asModification<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof Fault) throw modify(error.message);
    throw error;
  }
}

/** Modules that the client leaves out stay, as they are fixed; rules that it leaves out are deleted. Fault: ConfigModify. */
function change(
  present: AnalyticsConfiguration,
  wanted: tt.VideoAnalyticsConfiguration,
  facts: AnalyticsFacts,
): AnalyticsConfiguration {
  const { AnalyticsModule = [] } = wanted.AnalyticsEngineConfiguration;
  const { Rule = [] } = wanted.RuleEngineConfiguration;
  return asModification(() => ({
    ...present,
    name: newName(wanted.Name),
    modules: modifyModules(present.modules, AnalyticsModule, facts),
    rules: replaceRules(present.rules, Rule, facts),
  }));
}

type View = Pick<ConfigurationView<AnalyticsConfiguration, tt.VideoAnalyticsConfiguration, never>, 'toWire' | 'change'>;

function view(options: ViewOptions): View {
  return {
    toWire: (entity, count) => toWire(entity, count, factsOf(options, entity)),
    change: (present, wanted) => change(present, wanted, factsOf(options, present)),
  };
}

function servesSource({ sources }: Board, token: string, source: string): boolean {
  return sources.some(({ id }, index) => id === source && tokenAt(index) === token);
}

/** Video analytics (MED-10, MD2-09, ANA-26): one configuration for each video source, with its modules and rules. */
export const analytics: Kind<'Analytics', AnalyticsConfiguration, 'VideoAnalytics'> = {
  name: 'Analytics',
  ver10: 'VideoAnalytics',
  needs: { media: ['VideoSource'], media2: ['VideoSource'] },
  missing: () => undefined,
  servesSource,
  defaults: ({ board }) =>
    board.sources.map(({ id }, index) => ({
      token: tokenAt(index),
      name: index === 0 ? 'analytics' : `analytics${index + 1}`,
      source: id,
      modules: completeConfigs(defaultModules, moduleTypes, analyticsFacts(board, id)),
      rules: completeConfigs(defaultRules, ruleTypes, analyticsFacts(board, id)),
    })),
  stored: ({ board }) =>
    z.object({
      ...named,
      source: among(
        board.sources.map(({ id }) => id),
        'source',
      ),
      modules: storedModules,
      rules: storedRules,
    }),
  media: view,
  media2: view,
};
