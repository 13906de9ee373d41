import { isDeepStrictEqual } from 'node:util';
import { type PasswordPolicy, passwordLimits } from '../../auth/password-policy.ts';
import type { UserStore } from '../../auth/users.ts';
import { Fault } from '../../faults/fault.ts';
import type { DeviceFeature } from '../feature.ts';

type Names =
  | 'GetPasswordComplexityOptions'
  | 'GetPasswordComplexityConfiguration'
  | 'SetPasswordComplexityConfiguration'
  | 'GetPasswordHistoryConfiguration'
  | 'SetPasswordHistoryConfiguration';

const { shortest, longest, history: longestHistory } = passwordLimits;

function refuse(reason: string): never {
  throw new Fault('InvalidArgVal', `Argument Value Invalid: ${reason}`);
}

function within(name: string, value: number, least: number, most: number): number {
  return Number.isInteger(value) && value >= least && value <= most ? value : refuse(`${name} is ${least} to ${most}`);
}

/** Refuses rules that no password could keep, and any change of locked ones. */
function checked(present: PasswordPolicy, next: PasswordPolicy): PasswordPolicy {
  if (isDeepStrictEqual(present, next)) return present;
  if (present.locked) refuse('the password rules are locked until the next hard factory default');
  if (next.uppercase + next.numbers + next.specials > longest) refuse('no password keeps all of these rules');
  return next;
}

/** Rules for passwords and the history of passwords (ONVIF Core 8.4, security policies). */
export function passwordPolicyFeature({ policy }: Pick<UserStore, 'policy'>): DeviceFeature<Names> {
  const change = async (next: (present: PasswordPolicy) => PasswordPolicy): Promise<object> => {
    await policy.change((present) => checked(present, next(present)));
    return {};
  };
  const range = { Min: 0, Max: longest };
  return {
    capabilities: { Security: { MaxPasswordHistory: longestHistory } },
    handlers: {
      GetPasswordComplexityOptions: () => ({
        MinLenRange: { Min: shortest, Max: longest },
        UppercaseRange: range,
        NumberRange: range,
        SpecialCharsRange: range,
        BlockUsernameOccurrenceSupported: true,
        PolicyConfigurationLockSupported: true,
      }),
      GetPasswordComplexityConfiguration: () => {
        const { length, uppercase, numbers, specials, blocksName, locked } = policy.get();
        return {
          MinLen: length,
          Uppercase: uppercase,
          Number: numbers,
          SpecialChars: specials,
          BlockUsernameOccurrence: blocksName,
          PolicyConfigurationLocked: locked,
        };
      },
      SetPasswordComplexityConfiguration: (wanted) =>
        change((present) => ({
          ...present,
          length: within('MinLen', wanted.MinLen ?? present.length, shortest, longest),
          uppercase: within('Uppercase', wanted.Uppercase ?? present.uppercase, 0, longest),
          numbers: within('Number', wanted.Number ?? present.numbers, 0, longest),
          specials: within('SpecialChars', wanted.SpecialChars ?? present.specials, 0, longest),
          blocksName: wanted.BlockUsernameOccurrence ?? present.blocksName,
          locked: wanted.PolicyConfigurationLocked ?? present.locked,
        })),
      GetPasswordHistoryConfiguration: () => {
        const { history, historyLength } = policy.get();
        return { Enabled: history > 0, Length: historyLength };
      },
      SetPasswordHistoryConfiguration: ({ Enabled, Length }) =>
        change((present) => {
          const historyLength = within('Length', Length, 1, longestHistory);
          return { ...present, historyLength, history: Enabled ? historyLength : 0 };
        }),
    },
  };
}
