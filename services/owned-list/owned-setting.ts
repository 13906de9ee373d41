import { z } from 'zod';
import type { FaultName } from '../faults/fault-table.ts';
import { type ResetScope, type SettingDefinition, setting } from '../settings/setting.ts';

/** An entry that clients create, set and delete. */
export interface OwnedEntry {
  /** Clients name the entry by it: a token, or the name or address that the standard uses instead. */
  readonly token: string;
}

/** Faults of the standard for a list. */
interface OwnedFaults {
  /** The token is unknown, e.g. `NoToken` of presets. */
  readonly unknown: FaultName;
  /** The token of a new entry is taken, e.g. `RuleAlreadyExistent`. */
  readonly taken: FaultName;
  /** The list is full, e.g. `MaxOSDs`. */
  readonly full: FaultName;
  /** The token of a new entry is too long. */
  readonly malformed: FaultName;
}

/** Everything in which lists that clients own differ: OSD, masks, presets, tours, rules, modules, brokers, filters. */
export interface OwnedListDefinition<Entry extends OwnedEntry> {
  /** Section of the persistent settings. */
  readonly name: string;
  readonly version: number;
  readonly migrate?: readonly ((stored: unknown) => unknown)[];
  /** Schema of a stored entry. */
  readonly schema: z.ZodType<Entry>;
  /** Entries of a fresh device. */
  readonly initial: readonly Entry[];
  readonly reset: ResetScope;
  readonly secret: boolean;
  readonly backup: boolean;
  /** Log line for when no stored copy can be read. */
  readonly unreadable?: string;
  /** First characters of the tokens that the device makes. */
  readonly prefix: string;
  /** Characters of a token. */
  readonly tokenLength: number;
  /** Most entries of one group: the Max… capability. */
  readonly limit: number;
  /** Group of which `limit` counts the entries, e.g. the video source configuration of an OSD; the whole list when absent. */
  groupOf?(entry: Entry): string;
  /** Throws the fault of an entry that cannot be in the list beside the others. */
  check?(entry: Entry, others: readonly Entry[]): void;
  readonly faults: OwnedFaults;
}

/** The section in which a list is stored. */
export function ownedSetting<Entry extends OwnedEntry>(
  definition: OwnedListDefinition<Entry>,
): SettingDefinition<readonly Entry[]> {
  const { name, version, migrate = [], schema, initial, reset, secret, backup, unreadable } = definition;
  const isUnique = (all: readonly Entry[]): boolean => new Set(all.map(({ token }) => token)).size === all.length;
  return setting<readonly Entry[]>({
    name,
    version,
    migrate,
    schema: z.array(schema).refine(isUnique, { message: 'a token twice' }),
    initial,
    reset,
    secret,
    backup,
    ...(unreadable !== undefined && { unreadable }),
  });
}
