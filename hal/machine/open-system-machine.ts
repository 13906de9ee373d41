import type { Machine } from '../ports/machine.ts';
import type { System } from '../ports/system.ts';
import { methods } from './dbus/methods.ts';
import type { SystemBus } from './dbus/system-bus.ts';
import { networkdLinks } from './networkd/read-links.ts';
import { networkManagerLinks } from './networkmanager/read-links.ts';
import { SystemdMachine } from './systemd-machine.ts';

/** True when NetworkManager runs; it goes before systemd-networkd where both do. */
export async function hasNetworkManager(bus: SystemBus): Promise<boolean> {
  return (await bus.call(methods.nameHasOwner, 's', ['org.freedesktop.NetworkManager'])) === true;
}

/** Machine with systemd behind the root service; undefined where no network manager is known. Rejects when D-Bus fails. */
export async function openSystemMachine(system: System, bus: SystemBus): Promise<Machine | undefined> {
  if (await hasNetworkManager(bus))
    return SystemdMachine.open({ system, bus, backEnd: 'networkmanager', read: networkManagerLinks });
  const isOwned = await bus.call(methods.nameHasOwner, 's', ['org.freedesktop.network1']);
  if (isOwned === true) return SystemdMachine.open({ system, bus, backEnd: 'networkd', read: networkdLinks });
  bus.close();
  return undefined;
}
