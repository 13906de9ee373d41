import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Board } from '../../hal/boards/board.ts';
import type { Update } from '../../hal/ports/update.ts';
import type { BundleRules } from '../../hal/update/receive-bundle.ts';
import { trustedKeys } from '../../hal/update/trusted-keys.ts';
import type { VirtualSlots } from '../../hal/update/virtual/virtual-slots.ts';
import { VirtualUpdate } from '../../hal/update/virtual/virtual-update.ts';
import { type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import { firmwareVersion } from '../control/firmware-version.ts';

const slotSchema = z.strictObject({ version: z.string(), state: z.enum(['good', 'trial', 'bad']) });
const nameSchema = z.enum(['A', 'B']);

/** Slots of a virtual board. */
export const virtualSlotsSetting: SettingDefinition<VirtualSlots | undefined> = setting({
  name: 'virtual-slots',
  version: 1,
  schema: z.strictObject({
    committed: nameSchema,
    running: nameSchema,
    next: nameSchema.optional(),
    slots: z.strictObject({ A: slotSchema.exactOptional(), B: slotSchema.exactOptional() }),
  }),
  initial: undefined,
  reset: 'never',
  secret: false,
  backup: false,
});

/** Bytes of a slot of a virtual board. */
const virtualSlot = 128 * 1024 * 1024;

/** Folder of the public keys: that of a release, or of a clone the one that scripts/release fills. */
function keyFolder(given: string | undefined): string {
  if (given !== undefined) return given;
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const shipped = join(root, 'update-keys');
  return existsSync(shipped) ? shipped : join(root, '.cache', 'update-keys');
}

export interface OpenUpdateOptions {
  readonly board: Pick<Board, 'machine' | 'hardwareId'>;
  /** Folder of the device's data. */
  readonly data: string;
  readonly settings: Settings;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Access to updates: simulated on a virtual board, else what VEDETTE_UPDATE names; undefined = none. VEDETTE_UPDATE_KEYS is the folder of
 * trusted keys, VEDETTE_UPDATE_DOWNGRADE=1 accepts older versions.
 */
export async function openUpdate(options: OpenUpdateOptions): Promise<Update | undefined> {
  const { board, data, settings, environment } = options;
  const rules: BundleRules = {
    keys: trustedKeys(keyFolder(environment.VEDETTE_UPDATE_KEYS)),
    compatible: `vedette-${board.hardwareId}`,
    slot: virtualSlot,
    version: firmwareVersion,
    downgrade: environment.VEDETTE_UPDATE_DOWNGRADE === '1',
  };
  if (board.machine !== 'virtual') return undefined;
  const slots = settings.open(virtualSlotsSetting);
  const record = {
    read: () => slots.get(),
    write: async (next: VirtualSlots) => {
      await slots.change(() => next);
    },
  };
  return VirtualUpdate.open({ folder: join(data, 'update'), record, rules });
}
