import type { Machine } from '../ports/machine.ts';
import type { System } from '../ports/system.ts';
import { methods } from './dbus/methods.ts';
import { openSystemBus } from './dbus/system-bus.ts';
import { NetworkdMachine } from './networkd/networkd-machine.ts';

/** Machine with systemd behind the root service; undefined where no network manager is known. Rejects when D-Bus fails. */
export async function openSystemMachine(system: System): Promise<Machine | undefined> {
  const bus = await openSystemBus();
  const isOwned = await bus.call(methods.nameHasOwner, 's', ['org.freedesktop.network1']);
  if (isOwned === true) return NetworkdMachine.open({ system, bus });
  bus.close();
  return undefined;
}
