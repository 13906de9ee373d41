import type { LinkState } from '../../ports/machine.ts';
import { methods } from '../dbus/methods.ts';
import type { SystemBus } from '../dbus/system-bus.ts';
import { ethernetLinks } from '../ethernet-links.ts';
import { describedLink } from './link-description.ts';

/** Interfaces as systemd-networkd describes them. */
export function networkdLinks(bus: SystemBus): Promise<readonly LinkState[]> {
  return Promise.all(
    ethernetLinks().map(async ({ name, index, hardwareAddress, mtu, up }) => {
      const text = await bus.call(methods.describeLink, 'i', [index]);
      return describedLink(String(text), { name, hardwareAddress, mtu, up });
    }),
  );
}
