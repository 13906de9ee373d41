import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Board } from '../../hal/boards/board.ts';
import { readOnlyMachine } from '../../hal/machine/read-only/read-only-machine.ts';
import { machineSocket } from '../../hal/machine/service/client.ts';
import { VirtualMachine } from '../../hal/machine/virtual/virtual-machine.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import type { System } from '../../hal/ports/system.ts';
import { systemClock } from '../../hal/system/clock.ts';
import { type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import { keptIfPossible } from '../../services/settings/storage-error.ts';

/** Milliseconds by which the simulated clock of a virtual board is ahead: a battery keeps the clock of a real one. */
export const virtualClockSetting: SettingDefinition<number> = setting({
  name: 'virtual-clock',
  version: 1,
  schema: z.int(),
  initial: 0,
  reset: 'never',
  secret: false,
  backup: false,
});

function openVirtual(system: System, settings: Settings): Machine {
  const offset = settings.open(virtualClockSetting);
  return new VirtualMachine({
    ...{ system, clock: systemClock, offset: offset.get() },
    keepOffset: async (milliseconds) => {
      await keptIfPossible(offset.change(() => Math.round(milliseconds)));
    },
    reboot: () => system.reboot(),
  });
}

/** Access to the machine: a simulated one where the board says so, else the one that the firmware runs on, set through the root service. */
export async function openMachine(
  board: Pick<Board, 'machine'>,
  system: System,
  settings: Settings,
  log: { warn(fields: object, text: string): void },
): Promise<Machine> {
  if (board.machine === 'virtual') return openVirtual(system, settings);
  if (!existsSync(machineSocket)) return readOnlyMachine(system);
  try {
    // D-Bus costs memory that machines without the service need not spend.
    const { openSystemMachine } = await import('../../hal/machine/open-system-machine.ts');
    const { openSystemBus } = await import('../../hal/machine/dbus/system-bus.ts');
    return (await openSystemMachine(system, await openSystemBus())) ?? readOnlyMachine(system);
  } catch (error) {
    log.warn({ err: error }, 'the machine can only be read: D-Bus does not answer');
    return readOnlyMachine(system);
  }
}
