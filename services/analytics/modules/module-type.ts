import type * as tt from '../../generated/tt.ts';
import { describedParameters } from '../parameters/configuration.ts';
import type { AnalyticsFacts, ParameterTable, StoredValues } from '../parameters/parameter.ts';

/** A type of analytics modules. Each configuration has one module of each type, which clients can modify only. */
export interface ModuleType {
  /** Name of the type, `tt:CellMotionEngine`. */
  readonly type: string;
  /** Name of the module on a fresh device. */
  readonly name: string;
  readonly parameters: ParameterTable;
  /** Frame with everything that the module writes into a metadata stream (GetSupportedMetadata). */
  sample(facts: AnalyticsFacts): Omit<tt.Frame, 'UtcTime' | 'Source'>;
}

/** Number that a module was given; the values of a configuration are complete. */
export function numberOf(values: StoredValues, name: string): number {
  const value = values[name];
  if (typeof value !== 'number') throw new Error(`${name} is no number`);
  return value;
}

/** Description of a type in GetSupportedAnalyticsModules. */
export function describedModule({ type, parameters }: ModuleType, facts: AnalyticsFacts): tt.ConfigDescription {
  return { Name: type, fixed: true, maxInstances: 1, Parameters: describedParameters(parameters, facts) };
}
