import { isIP } from 'node:net';
import { HalError } from '../ports/hal-error.ts';
import type { LinkSettings, NetworkSettings, Prefixed } from '../ports/machine.ts';

/** Range of an MTU; IPv6 needs 1280 (RFC 8200 5). */
const mtu = { least: 576, leastIpv6: 1280, most: 9216 } as const;

function outOfRange(reason: string): never {
  throw new HalError('out-of-range', reason);
}

function checkAddresses(addresses: readonly Prefixed[], family: 4 | 6): void {
  for (const { address, prefixLength } of addresses) {
    if (isIP(address) !== family) outOfRange(`${address} is no IPv${family} address`);
    const most = family === 4 ? 32 : 128;
    if (!Number.isInteger(prefixLength) || prefixLength < 1 || prefixLength > most)
      outOfRange(`${prefixLength} is no prefix length of ${address}`);
  }
}

function checkMtu({ mtu: wanted, ipv6 }: LinkSettings): void {
  if (wanted === undefined) return;
  const least = ipv6.enabled ? mtu.leastIpv6 : mtu.least;
  if (!Number.isInteger(wanted) || wanted < least || wanted > mtu.most)
    outOfRange(`an MTU is ${least} to ${mtu.most}, not ${wanted}`);
}

/** Refuses what no back end takes, before anything is changed. */
export function checkNetwork({ links, gateways, dns }: NetworkSettings, present: readonly string[]): void {
  const seen = new Set<string>();
  for (const link of links) {
    if (!present.includes(link.name)) throw new HalError('gone', `there is no interface ${link.name}`);
    checkAddresses(link.ipv4.addresses, 4);
    checkAddresses(link.ipv6.addresses, 6);
    checkMtu(link);
    for (const { address } of [...link.ipv4.addresses, ...link.ipv6.addresses]) {
      if (seen.has(address)) outOfRange(`${address} is named twice`);
      seen.add(address);
    }
  }
  for (const address of [...gateways, ...dns.servers]) if (isIP(address) === 0) outOfRange(`${address} is no address`);
}
