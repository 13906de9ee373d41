import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openMachine } from '../../../firmware/control/machine.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { createLinuxSystem } from '../../../hal/system/linux-system.ts';
import { memorySettings } from '../../services/settings/memory-settings.ts';

const room = suite('machine of a camera');
const system = createLinuxSystem({ reboot: async () => undefined });
const log = { warn: () => undefined };

room('is simulated on a board that says so, and its clock goes on over a restart', async () => {
  const stored = new Map<string, string>();
  const first = await openMachine({ machine: 'virtual' }, system, memorySettings(stored), log);
  assert.ok(first.simulated && first.abilities.network);
  await first.setClock(Date.now() + 3_600_000);
  const second = await openMachine({ machine: 'virtual' }, system, memorySettings(stored), log);
  assert.ok(Math.abs(second.now() - Date.now() - 3_600_000) < 2_000);
});

room('can only be read where nothing lets the firmware set it', async () => {
  const machine = await openMachine({}, system, memorySettings(), log);
  assert.is(machine.backEnd, 'read-only');
  assert.equal(machine.abilities, { network: false, hostname: false, ntp: false, clock: false, reboot: true });
  assert.is(await machine.setHostname('camera').catch((error: HalError) => error.kind), 'unsupported');
  assert.ok((await machine.links()).length > 0);
});

room.run();
