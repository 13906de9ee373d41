import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkState } from '../ports/machine.ts';

/** Interface of the kernel, also one without address. */
export interface EthernetLink extends Pick<LinkState, 'name' | 'hardwareAddress' | 'mtu' | 'up'> {
  readonly index: number;
}

const folder = '/sys/class/net';
/** ARPHRD_ETHER of the kernel: Ethernet and Wi-Fi. */
const ethernet = '1';

function read(name: string, attribute: string): string {
  try {
    return readFileSync(join(folder, name, attribute), 'utf8').trim();
  } catch {
    return '';
  }
}

/** Ethernet and Wi-Fi interfaces of the kernel, in the order of their numbers. */
export function ethernetLinks(): readonly EthernetLink[] {
  return readdirSync(folder)
    .filter((name) => read(name, 'type') === ethernet)
    .map((name) => ({
      name,
      index: Number(read(name, 'ifindex')),
      hardwareAddress: read(name, 'address'),
      mtu: Number(read(name, 'mtu')),
      // The first bit of the flags is IFF_UP.
      up: (Number(read(name, 'flags')) & 1) === 1,
    }))
    .sort((one, other) => one.index - other.index);
}
