import { methods } from '../dbus/methods.ts';
import type { SystemBus } from '../dbus/system-bus.ts';
import type { NetworkFormat } from '../service/network-files.ts';
import { networkFile } from './network-file.ts';

/** Files of systemd-networkd: the one with the lower number wins. */
export function networkdFormat(bus: Pick<SystemBus, 'call'>): NetworkFormat {
  return {
    trialFolder: '/run/systemd/network',
    keptFolder: '/etc/systemd/network',
    memoryFolder: '/run/systemd/network',
    trialName: (link) => `05-vedette-${link}.network`,
    keptName: (link) => `10-vedette-${link}.network`,
    mode: 0o644,
    keepsTrial: true,
    text: networkFile,
    reload: () => bus.call(methods.reloadNetwork),
    revert: 'rm -f /run/systemd/network/05-vedette-*.network; exec networkctl reload',
  };
}
