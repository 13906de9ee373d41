import { hash } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-table.ts';
import { type SettingDefinition, setting } from '../settings/setting.ts';

/** Rules for new passwords (ONVIF Core 8.4, security policies). */
export interface PasswordPolicy {
  /** Characters at least. */
  readonly length: number;
  /** Upper-case letters, digits, and characters that are neither letter nor digit, at least. */
  readonly uppercase: number;
  readonly numbers: number;
  readonly specials: number;
  /** True when the user's name may not stand in the password. */
  readonly blocksName: boolean;
  /** Number of earlier passwords that cannot be taken again; 0 while the history is off. */
  readonly history: number;
  /** Value of `history` when it is turned on without another. */
  readonly historyLength: number;
  /** True until a hard reset: the rules cannot be changed. */
  readonly locked: boolean;
}

/** Bounds of passwords and of the rules for them. */
export const passwordLimits = { shortest: 8, longest: 64, history: 24 } as const;

const count = z.int().min(0).max(passwordLimits.longest);

export const passwordPolicySetting: SettingDefinition<PasswordPolicy> = setting({
  name: 'password-policy',
  version: 1,
  schema: z.strictObject({
    length: count.min(passwordLimits.shortest),
    uppercase: count,
    numbers: count,
    specials: count,
    blocksName: z.boolean(),
    history: z.int().min(0).max(passwordLimits.history),
    historyLength: z.int().min(1).max(passwordLimits.history),
    locked: z.boolean(),
  }),
  initial: {
    length: passwordLimits.shortest,
    uppercase: 0,
    numbers: 0,
    specials: 0,
    blocksName: false,
    history: 0,
    historyLength: 5,
    locked: false,
  },
  reset: 'hard',
  secret: false,
  // A backup from before the lock must not take it away.
  backup: false,
});

function countOf(text: string, kind: RegExp): number {
  return text.match(kind)?.length ?? 0;
}

/** The first rule that a password breaks, in words; undefined for a good one. */
function brokenRule(password: string, name: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.length) return `at least ${policy.length} characters`;
  if (countOf(password, /\p{Lu}/gu) < policy.uppercase) return `at least ${policy.uppercase} upper-case letters`;
  if (countOf(password, /\p{Nd}/gu) < policy.numbers) return `at least ${policy.numbers} digits`;
  if (countOf(password, /[^\p{L}\p{N}]/gu) < policy.specials)
    return `at least ${policy.specials} characters that are neither letters nor digits`;
  if (policy.blocksName && password.toLowerCase().includes(name.toLowerCase())) return 'the user name stands in it';
  return undefined;
}

/** Throws PasswordTooLong, or the fault of a weak password with the rule in its reason. */
export function checkPassword(
  { name, password }: { readonly name: string; readonly password: string },
  policy: PasswordPolicy,
  weak: FaultName,
): void {
  if (password.length > passwordLimits.longest) throw new Fault('PasswordTooLong');
  const broken = brokenRule(password, name, policy);
  if (broken !== undefined) throw new Fault(weak, `Password too weak: ${broken}`);
}

/** Marks of passwords, by which a later one is recognised as used before. They are stored as secrets. */
export type PasswordHistory = readonly string[];

function markOf(name: string, password: string): string {
  return hash('sha256', `${name}\n${password}`);
}

/** History of a user whose password changes. Throws PasswordTooWeak for one of the last passwords, the present one included. */
export function withChanged(
  history: PasswordHistory,
  { name, present, next }: { readonly name: string; readonly present: string; readonly next: string },
  policy: PasswordPolicy,
): PasswordHistory {
  const before = [markOf(name, present), ...history].slice(0, passwordLimits.history);
  if (before.slice(0, policy.history).includes(markOf(name, next)))
    throw new Fault('PasswordTooWeak', `Password too weak: it is one of the last ${policy.history}`);
  return policy.history === 0 ? history : before;
}
