import { Fault } from '../../faults/fault.ts';
import type { AnalyticsOperations } from '../../generated/analytics-operations.ts';
import type { Handlers } from '../../soap/service.ts';
import { configsToWire, modifyModules, refuseModules } from '../configs.ts';
import { describedModule, type ModuleType } from '../modules/module-type.ts';
import { moduleTypes } from '../modules/module-types.ts';
import { parameterOptions } from '../parameters/configuration.ts';
import type { ConfigurationAccess } from './configuration-access.ts';

type ModuleOperations =
  | 'GetSupportedAnalyticsModules'
  | 'GetAnalyticsModules'
  | 'CreateAnalyticsModules'
  | 'ModifyAnalyticsModules'
  | 'DeleteAnalyticsModules'
  | 'GetAnalyticsModuleOptions'
  | 'GetSupportedMetadata';

/** The type of a name, all when none is named. Fault: TypeNotExistent. */
function typesNamed(wanted: string | undefined): readonly ModuleType[] {
  const types = moduleTypes.filter(({ type }) => wanted === undefined || type === wanted);
  if (types.length === 0) throw new Fault('TypeNotExistent');
  return types;
}

/** Modules of a configuration (Analytics 5.3; ANA-22 to ANA-24): one of each type, which clients can modify only. */
export function moduleOperations(
  access: ConfigurationAccess,
  now: () => number,
): Pick<Handlers<AnalyticsOperations>, ModuleOperations> {
  return {
    GetSupportedAnalyticsModules: ({ ConfigurationToken }) => {
      const facts = access.factsOf(ConfigurationToken);
      const AnalyticsModuleDescription = moduleTypes.map((type) => describedModule(type, facts));
      return { SupportedAnalyticsModules: { Limit: moduleTypes.length, AnalyticsModuleDescription } };
    },
    GetAnalyticsModules: ({ ConfigurationToken }) => ({
      AnalyticsModule: configsToWire(
        access.one(ConfigurationToken).modules,
        moduleTypes,
        access.factsOf(ConfigurationToken),
      ),
    }),
    CreateAnalyticsModules: ({ ConfigurationToken, AnalyticsModule }) =>
      refuseModules(access.one(ConfigurationToken).modules, AnalyticsModule, access.factsOf(ConfigurationToken)),
    ModifyAnalyticsModules: ({ ConfigurationToken, AnalyticsModule }) =>
      access.change(ConfigurationToken, ({ modules }, facts) => ({
        modules: modifyModules(modules, AnalyticsModule, facts),
      })),
    DeleteAnalyticsModules: ({ ConfigurationToken, AnalyticsModuleName }) => {
      const { modules } = access.one(ConfigurationToken);
      if (AnalyticsModuleName.some((wanted) => !modules.some(({ name }) => name === wanted)))
        throw new Fault('NameNotExistent');
      throw new Fault('FixedModules');
    },
    GetAnalyticsModuleOptions: ({ ConfigurationToken, Type }) => {
      const facts = access.factsOf(ConfigurationToken);
      const Options = typesNamed(Type).flatMap(({ type, parameters }) =>
        parameterOptions(parameters, facts).map(({ Type: item, ...one }) => ({
          AnalyticsModule: type,
          ...one,
          ...(item !== undefined && { Type: item }),
        })),
      );
      return { Options };
    },
    GetSupportedMetadata: ({ Type }) => ({
      AnalyticsModule: typesNamed(Type).map(({ type, name, sample }) => ({
        Type: type,
        SampleFrame: { UtcTime: new Date(now()), Source: name, ...sample(access.facts) },
      })),
    }),
  };
}
