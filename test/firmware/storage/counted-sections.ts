import { z } from 'zod';
import { type SettingDefinition, setting } from '../../../services/settings/setting.ts';

/** Sections in which a writer counts: each number stands there 200 times. */
export const sections: readonly SettingDefinition<readonly number[]>[] = ['alone', 'left', 'right'].map((name) =>
  setting({
    name,
    version: 1,
    schema: z.array(z.int()).readonly(),
    initial: [0],
    reset: 'soft',
    secret: name === 'left',
    backup: true,
  }),
);
