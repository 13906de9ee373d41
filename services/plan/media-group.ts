import { isIPv4, isIPv6 } from 'node:net';

/** Whether an address is a multicast group (RFC 5771 3, RFC 4291 2.7). */
export function isGroup(address: string): boolean {
  return isIPv4(address) ? /^(22[4-9]|23\d)\./.test(address) : isIPv6(address) && /^ff[0-9a-f]{2}:/i.test(address);
}

/** Blocks of groups that run the network, whose members are hosts and routers (RFC 5771 4 and 5, RFC 2365 9). */
const controlBlocks: readonly string[] = ['224.0.0.', '224.0.1.', '239.255.255.'];

/** The shortest way to write an IPv6 address (RFC 5952). */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/**
 * Whether media may be sent to a group. Control groups are refused: every host or router listens to 224.0.0.1, mDNS,
 * ff02::1 and their like. Of IPv6 that leaves groups beyond the interface that are transient (flag T), or wider than the
 * link and none of the well-known numbers (RFC 4291 2.7).
 */
export function isMediaGroup(address: string): boolean {
  if (!isGroup(address)) return false;
  if (isIPv4(address)) return !controlBlocks.some((block) => address.startsWith(block));
  const group = canonical(address);
  if (/^ff[13579bdf][2-9a-e]:/.test(group)) return true;
  return /^ff[02468ace][4-9a-e]:/.test(group) && !/^ff..::(?:1:)?[0-9a-f]{1,3}$/.test(group);
}
