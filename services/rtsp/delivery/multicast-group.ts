import { networkInterfaces } from 'node:os';

type Family = 'IPv4' | 'IPv6';

export function familyOf(address: string): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Our addresses of a family on the network, without link-local ones of IPv6: a group needs an interface all may use. */
function outside(family: Family): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((one) => one.family === family && !one.internal && !/^fe80:/i.test(one.address))?.address;
}

/**
 * The address of ours that packets to a group leave from: one of those we serve where we do not serve all; else the one the
 * client talks to; for clients on this machine and for groups of the other family the first on the network, and loopback
 * where there is none.
 */
export function interfaceFor(group: string, localAddress: string | undefined, served: Iterable<string> = []): string {
  const family = familyOf(group);
  const own = [...served].filter((address) => familyOf(address) === family);
  const [first] = own;
  if (first !== undefined) return own.find((address) => address === localAddress) ?? first;
  const fits = localAddress !== undefined && familyOf(localAddress) === family && !isLoopback(localAddress);
  if (fits) return localAddress;
  return outside(family) ?? (family === 'IPv4' ? '127.0.0.1' : '::1');
}
