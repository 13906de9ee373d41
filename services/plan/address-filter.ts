import { BlockList, isIP } from 'node:net';

/** Addresses that may connect (Allow: only these; Deny: all but these), as tt:IPAddressFilter says. */
export interface AddressFilterPlan {
  readonly type: 'Allow' | 'Deny';
  readonly ranges: readonly { readonly address: string; readonly prefixLength: number }[];
}

/** Filter that admits everybody. */
export const nobodyDenied: AddressFilterPlan = { type: 'Deny', ranges: [] };

/** Decides whether a client of that address may connect. */
export type Admission = (address: string) => boolean;

/** Admission by a filter. Addresses with a zone count without it, IPv4 in IPv6 form counts as IPv4. */
export function admissionOf({ type, ranges }: AddressFilterPlan): Admission {
  if (type === 'Deny' && ranges.length === 0) return () => true;
  const list = new BlockList();
  for (const { address, prefixLength } of ranges)
    list.addSubnet(address, prefixLength, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (address) => {
    const plain = (address.split('%')[0] ?? address).replace(/^::ffff:(?=\d+\.)/, '');
    const family = isIP(plain);
    if (family === 0) return type === 'Deny';
    return list.check(plain, family === 6 ? 'ipv6' : 'ipv4') === (type === 'Allow');
  };
}
