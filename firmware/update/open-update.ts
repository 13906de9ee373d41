import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Board } from '../../hal/boards/board.ts';
import { openSystemBus } from '../../hal/machine/dbus/system-bus.ts';
import type { Update } from '../../hal/ports/update.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { patient } from '../../hal/system/patience.ts';
import { PackageUpdate } from '../../hal/update/package/package-update.ts';
import { RaucUpdate } from '../../hal/update/rauc/rauc-update.ts';
import type { VirtualSlots } from '../../hal/update/virtual/virtual-slots.ts';
import { VirtualUpdate } from '../../hal/update/virtual/virtual-update.ts';
import { type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import { updateRules, versionRules } from './update-rules.ts';

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

export interface OpenUpdateOptions {
  readonly board: Pick<Board, 'machine' | 'hardwareId'>;
  /** Folder of the device's data. */
  readonly data: string;
  readonly settings: Settings;
  readonly environment: NodeJS.ProcessEnv;
}

/** Folder in which vedette-upgrade.service tells the result (RuntimeDirectory=). */
const upgradeResults = '/run/vedette-upgrade';

/** File of the administrator while a package is on trial (packaging/debian/version-trial). */
const packageTrial = '/var/lib/vedette-upgrade/trial';

/** Milliseconds in which it verifies a bundle and packs what is installed. */
const upgradePatience = 180_000;

/** Bytes of a bundle of RAUC: two images of a slot, compressed. */
const raucLimit = 512 * 1024 * 1024;

async function openVirtual({ board, data, settings, environment }: OpenUpdateOptions): Promise<Update> {
  const slots = settings.open(virtualSlotsSetting);
  const record = {
    read: () => slots.get(),
    write: async (next: VirtualSlots) => {
      await slots.change(() => next);
    },
  };
  return VirtualUpdate.open({
    folder: join(data, 'update'),
    record,
    rules: updateRules(board.hardwareId, environment),
  });
}

/** Access to updates: simulated on a virtual board, else what VEDETTE_UPDATE names; undefined = none. */
export async function openUpdate(options: OpenUpdateOptions): Promise<Update | undefined> {
  const { board, data, environment } = options;
  if (environment.VEDETTE_UPDATE === 'package')
    return new PackageUpdate({
      folder: join(data, 'update'),
      results: upgradeResults,
      rules: updateRules('package', environment),
      clock: systemClock,
      patience: patient(upgradePatience),
      onTrial: existsSync(packageTrial),
    });
  if (environment.VEDETTE_UPDATE === 'rauc')
    return new RaucUpdate({
      openBus: openSystemBus,
      folder: join(data, 'update'),
      limit: raucLimit,
      rules: versionRules(environment),
      clock: systemClock,
    });
  return board.machine === 'virtual' ? openVirtual(options) : undefined;
}
