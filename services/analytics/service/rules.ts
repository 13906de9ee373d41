import { Fault } from '../../faults/fault.ts';
import type { AnalyticsOperations } from '../../generated/analytics-operations.ts';
import type * as tan from '../../generated/tan.ts';
import type { Handlers } from '../../soap/service.ts';
import { configsToWire, createRules, deleteRules, modifyRules, supportedRules } from '../configs.ts';
import { parameterOptions } from '../parameters/configuration.ts';
import type { AnalyticsFacts } from '../parameters/parameter.ts';
import { describedRule } from '../rules/rule-type.ts';
import type { ConfigurationAccess } from './configuration-access.ts';

/** Schemas in which the types of the parameters are declared. */
const schemas = ['http://www.onvif.org/ver10/schema/onvif.xsd', 'http://www.onvif.org/ver20/analytics/rules.xsd'];

type RuleOperations =
  | 'GetSupportedRules'
  | 'GetRules'
  | 'CreateRules'
  | 'ModifyRules'
  | 'DeleteRules'
  | 'GetRuleOptions';

/** Options of the parameters of a type, of all when none is named. Fault: RuleNotExistent. */
function ruleOptions(facts: AnalyticsFacts, wanted: string | undefined): readonly tan.ConfigOptions[] {
  const types = supportedRules(facts).filter(({ type }) => wanted === undefined || type === wanted);
  if (types.length === 0) throw new Fault('RuleNotExistent', 'Rule type unknown');
  return types.flatMap(({ type, parameters }) =>
    parameterOptions(parameters, facts).map((one) => ({ RuleType: type, ...one })),
  );
}

/** Rules of a configuration (Analytics 5.2; ANA-20, ANA-21). */
export function ruleOperations(access: ConfigurationAccess): Pick<Handlers<AnalyticsOperations>, RuleOperations> {
  return {
    GetSupportedRules: ({ ConfigurationToken }) => {
      const facts = access.factsOf(ConfigurationToken);
      const RuleDescription = supportedRules(facts).map((type) => describedRule(type, facts));
      return { SupportedRules: { RuleContentSchemaLocation: schemas, RuleDescription } };
    },
    GetRules: ({ ConfigurationToken }) => {
      const facts = access.factsOf(ConfigurationToken);
      return { Rule: configsToWire(access.one(ConfigurationToken).rules, supportedRules(facts), facts) };
    },
    CreateRules: ({ ConfigurationToken, Rule }) =>
      access.change(ConfigurationToken, ({ rules }, facts) => ({ rules: createRules(rules, Rule, facts) })),
    ModifyRules: ({ ConfigurationToken, Rule }) =>
      access.change(ConfigurationToken, ({ rules }, facts) => ({ rules: modifyRules(rules, Rule, facts) })),
    DeleteRules: ({ ConfigurationToken, RuleName }) =>
      access.change(ConfigurationToken, ({ rules }, facts) => ({ rules: deleteRules(rules, RuleName, facts) })),
    GetRuleOptions: ({ ConfigurationToken, RuleType }) => ({
      RuleOptions: ruleOptions(access.factsOf(ConfigurationToken), RuleType),
    }),
  };
}
