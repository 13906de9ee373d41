import { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-table.ts';
import type * as tt from '../generated/tt.ts';
import type { ModuleType } from './modules/module-type.ts';
import { moduleTypes } from './modules/module-types.ts';
import { completeValues, parametersToWire, wantedValues } from './parameters/configuration.ts';
import { type AnalyticsFacts, ParameterError, type ParameterTable } from './parameters/parameter.ts';
import { isSupported, type RuleType } from './rules/rule-type.ts';
import { ruleTypes } from './rules/rule-types.ts';
import { longestName, mostConfigs, type StoredConfig } from './stored-configuration.ts';

/** Lists of rules and modules, as functions from one list to the next: all or nothing. Fixed modules make them differ. */

interface ConfigType {
  readonly type: string;
  readonly parameters: ParameterTable;
}

/** How rules and modules are refused. */
interface Faults {
  readonly invalid: FaultName;
  readonly unknown: FaultName;
}

const ruleFaults: Faults = { invalid: 'InvalidRule', unknown: 'RuleNotExistent' };
const moduleFaults: Faults = { invalid: 'InvalidModule', unknown: 'NameNotExistent' };

/** Types of rules that can be used at present. */
export function supportedRules(facts: AnalyticsFacts): readonly RuleType[] {
  return ruleTypes.filter((one) => isSupported(one, facts));
}

function typeOf<Type extends ConfigType>(types: readonly Type[], name: string): Type | undefined {
  return types.find(({ type }) => type === name);
}

/** Rules or modules of known types, for clients. */
export function configsToWire(
  configs: readonly StoredConfig[],
  types: readonly ConfigType[],
  facts: AnalyticsFacts,
): readonly tt.Config[] {
  return configs.flatMap(({ name, type, parameters }) => {
    const known = typeOf(types, type);
    if (known === undefined) return [];
    const values = completeValues(known.parameters, parameters, facts);
    return [{ Name: name, Type: type, Parameters: parametersToWire(known.parameters, values, facts) }];
  });
}

/** Stored form of what a client wants; `present` has the values of parameters that it leaves out. */
function wantedConfig(
  wanted: tt.Config,
  type: ConfigType,
  present: StoredConfig['parameters'],
  facts: AnalyticsFacts,
  invalid: FaultName,
): StoredConfig {
  try {
    const parameters = wantedValues(type.parameters, present, wanted.Parameters, facts);
    return { name: wanted.Name, type: wanted.Type, parameters };
  } catch (error) {
    if (error instanceof ParameterError)
      throw new Fault(invalid, `${wanted.Name.slice(0, longestName)}: ${error.message}`);
    throw error;
  }
}

/** Rule or module of a name as clients see it; undefined for one whose type is unknown. */
function listed(
  configs: readonly StoredConfig[],
  name: string,
  types: readonly ConfigType[],
): StoredConfig | undefined {
  return configs.find((one) => one.name === name && typeOf(types, one.type) !== undefined);
}

function created(
  present: readonly StoredConfig[],
  wanted: tt.Config,
  types: readonly RuleType[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  const type = typeOf(types, wanted.Type);
  if (type === undefined) throw new Fault('InvalidRule', `There are no rules of the type ${wanted.Type.slice(0, 128)}`);
  if (wanted.Name === '' || wanted.Name.length > longestName)
    throw new Fault('InvalidRule', `A name has 1 to ${longestName} characters`);
  if (present.some(({ name }) => name === wanted.Name)) throw new Fault('RuleAlreadyExistent');
  const rule = wantedConfig(wanted, type, {}, facts, 'InvalidRule');
  const alike = present.filter((one) => one.type === wanted.Type).length;
  if (alike >= type.mostInstances || present.length >= mostConfigs) throw new Fault('TooManyRules');
  return [...present, rule];
}

/** Faults: InvalidRule, RuleAlreadyExistent, TooManyRules. */
export function createRules(
  present: readonly StoredConfig[],
  wanted: readonly tt.Config[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  const types = supportedRules(facts);
  return wanted.reduce<readonly StoredConfig[]>((rules, one) => created(rules, one, types, facts), present);
}

function modified(
  present: readonly StoredConfig[],
  wanted: tt.Config,
  types: readonly ConfigType[],
  facts: AnalyticsFacts,
  { invalid, unknown }: Faults,
): readonly StoredConfig[] {
  const before = listed(present, wanted.Name, types);
  if (before === undefined) throw new Fault(unknown);
  const type = typeOf(types, wanted.Type);
  if (type === undefined) throw new Fault(invalid, `There is no type ${wanted.Type.slice(0, 128)}`);
  if (before.type !== wanted.Type) throw new Fault('TypeChangeProhibited');
  const after = wantedConfig(wanted, type, before.parameters, facts, invalid);
  return present.map((one) => (one === before ? after : one));
}

/** Faults: InvalidRule, RuleNotExistent, TypeChangeProhibited. */
export function modifyRules(
  present: readonly StoredConfig[],
  wanted: readonly tt.Config[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  const types = supportedRules(facts);
  return wanted.reduce((rules, one) => modified(rules, one, types, facts, ruleFaults), present);
}

/** Faults: InvalidModule, NameNotExistent, TypeChangeProhibited. */
export function modifyModules(
  present: readonly StoredConfig[],
  wanted: readonly tt.Config[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  return wanted.reduce((modules, one) => modified(modules, one, moduleTypes, facts, moduleFaults), present);
}

/** Faults: RuleNotExistent. */
export function deleteRules(
  present: readonly StoredConfig[],
  names: readonly string[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  const types = supportedRules(facts);
  for (const name of names) if (listed(present, name, types) === undefined) throw new Fault('RuleNotExistent');
  return present.filter(({ name }) => !names.includes(name));
}

/** The list of rules that SetVideoAnalyticsConfiguration brings: rules that it does not name are deleted. Faults: as create. */
export function replaceRules(
  present: readonly StoredConfig[],
  wanted: readonly tt.Config[],
  facts: AnalyticsFacts,
): readonly StoredConfig[] {
  const types = supportedRules(facts);
  let rules = present.filter(({ type }) => typeOf(types, type) === undefined);
  for (const one of wanted) {
    const before = listed(present, one.Name, types);
    const isNew = before?.type !== one.Type || rules.some(({ name }) => name === one.Name);
    const others = isNew ? rules : [...rules, before];
    rules = [...(isNew ? created(others, one, types, facts) : modified(others, one, types, facts, ruleFaults))];
  }
  return rules;
}

/** Refuses modules that a client wants to create. Faults: InvalidModule, NameAlreadyExistent, FixedModules. */
export function refuseModules(
  present: readonly StoredConfig[],
  wanted: readonly tt.Config[],
  facts: AnalyticsFacts,
): never {
  for (const one of wanted) {
    const type: ModuleType | undefined = typeOf(moduleTypes, one.Type);
    if (type === undefined) throw new Fault('InvalidModule', `There is no type ${one.Type.slice(0, 128)}`);
    if (present.some(({ name }) => name === one.Name)) throw new Fault('NameAlreadyExistent');
    wantedConfig(one, type, {}, facts, 'InvalidModule');
  }
  throw new Fault('FixedModules');
}
