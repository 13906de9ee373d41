import { type SettingDefinition, setting } from '../settings/setting.ts';
import { defaultEntities } from './defaults.ts';
import type { Facts } from './kind.ts';
import type { MediaEntities } from './kinds.ts';
import { storedEntities, withStreamDefaults } from './stored-entities.ts';

/** Section of profiles and configurations, checked against the board and completed with what is new. */
export function mediaSetting(facts: Facts): SettingDefinition<MediaEntities> {
  return setting({
    name: 'media',
    version: 2,
    migrate: [(stored) => withStreamDefaults(stored, facts)],
    schema: storedEntities(facts),
    initial: defaultEntities(facts),
    reset: 'soft',
    secret: false,
    backup: true,
  });
}
