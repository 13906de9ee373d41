import { Fault } from '../../faults/fault.ts';
import type { Setting } from '../../settings/setting.ts';
import type { DeviceFeature } from '../feature.ts';
import { type FailureWarnings, warningLimits } from './failure-watch.ts';

type Names =
  | 'GetAuthFailureWarningOptions'
  | 'GetAuthFailureWarningConfiguration'
  | 'SetAuthFailureWarningConfiguration';

const { period, failures } = warningLimits;

function isWithin(value: number, { Min, Max }: { readonly Min: number; readonly Max: number }): boolean {
  return Number.isInteger(value) && value >= Min && value <= Max;
}

/** Warnings of failed logins (ONVIF Core 8.4, security policies). */
export function failureWarningFeature(warnings: Setting<FailureWarnings>): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      GetAuthFailureWarningOptions: () => ({ MonitorPeriodRange: period, AuthFailureRange: failures }),
      GetAuthFailureWarningConfiguration: () => {
        const { enabled, period: seconds, failures: most } = warnings.get();
        return { Enabled: enabled, MonitorPeriod: seconds, MaxAuthFailures: most };
      },
      SetAuthFailureWarningConfiguration: async ({ Enabled, MonitorPeriod, MaxAuthFailures }) => {
        if (!isWithin(MonitorPeriod, period) || !isWithin(MaxAuthFailures, failures))
          throw new Fault(
            'InvalidArgVal',
            'Argument Value Invalid: outside the ranges of GetAuthFailureWarningOptions',
          );
        await warnings.change(() => ({ enabled: Enabled, period: MonitorPeriod, failures: MaxAuthFailures }));
        return {};
      },
    },
  };
}
