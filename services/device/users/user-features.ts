import type { UserStore } from '../../auth/users.ts';
import type { Setting } from '../../settings/setting.ts';
import type { DeviceFeature } from '../feature.ts';
import { failureWarningFeature } from './failure-warnings.ts';
import type { FailureWarnings } from './failure-watch.ts';
import { passwordPolicyFeature } from './password-policy.ts';
import { userFeature } from './users.ts';

type NamesOf<Made> = Made extends (...args: never[]) => { readonly handlers: infer Handled } ? keyof Handled : never;
type Names = NamesOf<typeof userFeature | typeof passwordPolicyFeature | typeof failureWarningFeature>;

interface UserParts {
  readonly users: UserStore;
  readonly failureWarnings: Setting<FailureWarnings>;
}

/** Users, rules for their passwords, and warnings of failed logins (ONVIF Core 8.4). */
export function userFeatures({ users, failureWarnings }: UserParts): DeviceFeature<Names> {
  const all = userFeature(users);
  const policy = passwordPolicyFeature(users);
  const warnings = failureWarningFeature(failureWarnings);
  return {
    capabilities: {
      Security: {
        ...all.capabilities.Security,
        ...policy.capabilities.Security,
        SecurityPolicies: ['PasswordComplexity', 'AuthFailureWarnings'],
      },
    },
    handlers: { ...all.handlers, ...policy.handlers, ...warnings.handlers },
  };
}
