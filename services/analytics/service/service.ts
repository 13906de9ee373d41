import { type AnalyticsOperations, analyticsOperations } from '../../generated/analytics-operations.ts';
import type * as tan from '../../generated/tan.ts';
import { offers } from '../../soap/feature.ts';
import { bindService, type Handlers, type ServiceBinding } from '../../soap/service.ts';
import { type AnalyticsServiceOptions, ConfigurationAccess } from './configuration-access.ts';
import { moduleOperations } from './modules.ts';
import { ruleOperations } from './rules.ts';

function capabilities(handlers: Handlers<AnalyticsOperations>): tan.Capabilities {
  return {
    RuleSupport: offers(handlers, 'GetSupportedRules', 'GetRules', 'CreateRules', 'DeleteRules'),
    AnalyticsModuleSupport: offers(handlers, 'GetSupportedAnalyticsModules', 'GetAnalyticsModules'),
    CellBasedSceneDescriptionSupported: true,
    RuleOptionsSupported: offers(handlers, 'GetRuleOptions', 'ModifyRules'),
    AnalyticsModuleOptionsSupported: offers(handlers, 'GetAnalyticsModuleOptions', 'ModifyAnalyticsModules'),
    SupportedMetadata: offers(handlers, 'GetSupportedMetadata'),
  };
}

/** The Analytics service (ver20): rules and modules of the analytics configurations. */
export function createAnalyticsService(options: AnalyticsServiceOptions, now: () => number): ServiceBinding {
  const access = new ConfigurationAccess(options);
  const handlers: Handlers<AnalyticsOperations> = {
    ...ruleOperations(access),
    ...moduleOperations(access, now),
    GetServiceCapabilities: () => ({ Capabilities: flags }),
  };
  const flags = capabilities(handlers);
  const { RuleSupport = false, AnalyticsModuleSupport = false } = flags;
  return bindService<AnalyticsOperations>(
    {
      path: '/onvif/analytics_service',
      namespace: 'http://www.onvif.org/ver20/analytics/wsdl',
      version: { Major: 26, Minor: 6 },
      capabilities: () => flags,
      olderCapabilities: (XAddr) => ({ Analytics: { XAddr, RuleSupport, AnalyticsModuleSupport } }),
    },
    analyticsOperations,
    handlers,
  );
}
