import { z } from 'zod';
import type { HeadPosition } from '../../../hal/ports/ptz-head.ts';
import { Fault } from '../../faults/fault.ts';
import { type OwnedListDefinition, ownedSetting } from '../../owned-list/owned-setting.ts';
import type { SettingDefinition } from '../../settings/setting.ts';

/** Position that a client stored (PTZ-07). Tokens are small numbers: people type them. */
export interface Preset {
  readonly token: string;
  /** Head that it belongs to. */
  readonly head: string;
  /** Name that a client gave; absent for one that the camera names. */
  readonly name?: string;
  /** Positions of the head, in its own directions. */
  readonly position: HeadPosition;
}

/** Characters of a name (tt:Name). */
const nameLength = 64;

/** Name that clients see, never empty and never that of another preset of the head: some of them list presets by it. */
export function nameOf({ token, head, name }: Preset, all: readonly Preset[]): string {
  if (name !== undefined) return name;
  const usual = `Preset ${token}`;
  const isTaken = all.some((one) => one.head === head && one.name === usual);
  return isTaken ? `${usual} (unnamed)` : usual;
}

/** Name as a client sent it; undefined for an empty one. Fault: InvalidPresetName. */
export function newPresetName(wanted: string | undefined): string | undefined {
  const name = wanted?.trim();
  if (name === undefined || name === '') return undefined;
  if ([...name].length > nameLength) throw new Fault('InvalidPresetName', `Longer than ${nameLength} characters`);
  if (/\p{Cc}/u.test(name)) throw new Fault('InvalidPresetName', 'Control characters');
  return name;
}

function check(preset: Preset, others: readonly Preset[]): void {
  const { head, name } = preset;
  const siblings = others.filter((one) => one.head === head);
  if (name !== undefined && siblings.some((one) => nameOf(one, siblings) === name)) throw new Fault('PresetExist');
}

export const positionSchema: z.ZodType<HeadPosition> = z.object({
  pan: z.number().exactOptional(),
  tilt: z.number().exactOptional(),
  zoom: z.number().exactOptional(),
});

export const presetDefinition: OwnedListDefinition<Preset> = {
  name: 'ptz-presets',
  version: 1,
  schema: z.object({
    token: z.string().max(64),
    head: z.string(),
    name: z.string().exactOptional(),
    position: positionSchema,
  }),
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
  prefix: '',
  tokenLength: 64,
  limit: 128,
  groupOf: ({ head }) => head,
  check,
  faults: { unknown: 'NoToken', taken: 'NoToken', full: 'TooManyPresets', malformed: 'NoToken' },
};

export const presetSetting: SettingDefinition<readonly Preset[]> = ownedSetting(presetDefinition);
