import type { SettingDefinition } from '../../services/settings/setting.ts';

/** Change of one section, by its name. */
export type Step = readonly [name: string, next: (present: unknown) => unknown];

/** A value that takes the place of the present one, with what the section carries over. */
export function replaced(definition: SettingDefinition<unknown>, value: unknown): Step {
  return [definition.name, (present) => definition.carry?.(present, value) ?? value];
}
