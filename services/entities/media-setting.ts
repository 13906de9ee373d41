import { z } from 'zod';
import { type SettingDefinition, setting } from '../settings/setting.ts';
import { defaultEntities } from './defaults.ts';
import type { MediaEntities } from './model.ts';
import type { Facts } from './stored-configurations.ts';
import { decodeEntities } from './stored-entities.ts';

/** Profiles and configurations, held against the board and completed by what it has more. */
export function mediaSetting({ board, deviceId }: Facts): SettingDefinition<MediaEntities> {
  return setting({
    name: 'media',
    version: 1,
    schema: z.unknown().transform((stored, context): MediaEntities => {
      try {
        return decodeEntities(stored, board, deviceId);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
    initial: defaultEntities(board, deviceId),
    reset: 'soft',
    secret: false,
    backup: true,
  });
}
