import { lookup } from 'node:dns/promises';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';

/** Rules for connections that the camera makes to places that clients name. */
export interface OutgoingRules {
  /** Permits the camera itself, loopback and link-local addresses. */
  readonly local: boolean;
  /** Present addresses of the camera. */
  ownAddresses(): readonly string[];
}

/** Address to which one connection goes. */
interface OutgoingAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** An address to which the camera sends nothing on a client's wish. */
export class ForbiddenAddress extends Error {
  constructor(host: string) {
    super(`${host} is an address of the camera itself, of loopback, link-local or multicast`);
  }
}

type Subnets = readonly (readonly [network: string, prefix: number])[];

/** Addresses of nobody, and of everybody: multicast and reserved ones, IPv4 within IPv6. */
const never: Readonly<Record<4 | 6, Subnets>> = {
  4: [
    ['0.0.0.0', 8],
    ['224.0.0.0', 3],
  ],
  6: [
    ['::', 128],
    ['ff00::', 8],
    ['::ffff:0:0', 96],
  ],
};

/** Addresses that mean the machine itself or its own wire. */
const near: Readonly<Record<4 | 6, Subnets>> = {
  4: [
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ],
  6: [
    ['::', 96],
    ['fe80::', 10],
  ],
};

/** One list for each family: a list of Node.js also finds an IPv4 address in the mapped subnet of IPv6. */
function lists(subnets: Readonly<Record<4 | 6, Subnets>>): Readonly<Record<4 | 6, BlockList>> {
  const list = (family: 4 | 6): BlockList => {
    const made = new BlockList();
    for (const [network, prefix] of subnets[family]) made.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
    return made;
  };
  return { 4: list(4), 6: list(6) };
}

const [neverListed, nearListed] = [lists(never), lists(near)];

function isAllowed({ address, family }: OutgoingAddress, rules: OutgoingRules): boolean {
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (neverListed[family].check(address, kind)) return false;
  return rules.local || !(nearListed[family].check(address, kind) || rules.ownAddresses().includes(address));
}

/** Host of a URL as it is looked up: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function literal(host: string): OutgoingAddress | undefined {
  if (isIPv4(host)) return { address: host, family: 4 };
  return isIPv6(host) ? { address: host, family: 6 } : undefined;
}

/** Throws ForbiddenAddress for a numeric address that is refused; names are checked when they are resolved. */
export function checkOutgoingHost(host: string, rules: OutgoingRules): void {
  const address = literal(host);
  if (address !== undefined && !isAllowed(address, rules)) throw new ForbiddenAddress(host);
  if (!rules.local && /^(?:.*\.)?localhost\.?$/i.test(host)) throw new ForbiddenAddress(host);
}

/**
 * Resolves a host once, for one connection: what is checked here is what is connected to, whatever a name server answers later.
 * Rejects with ForbiddenAddress, or with the error of the resolver.
 */
export async function outgoingAddress(host: string, rules: OutgoingRules): Promise<OutgoingAddress> {
  const fixed = literal(host);
  const found = fixed === undefined ? await lookup(host, { all: true }) : [fixed];
  const allowed = found
    .map(({ address, family }): OutgoingAddress => ({ address, family: family === 6 ? 6 : 4 }))
    .find((one) => isAllowed(one, rules));
  if (allowed === undefined) throw new ForbiddenAddress(host);
  return allowed;
}

/** A resolver for one socket that knows that address only. */
export function fixedLookup({ address, family }: OutgoingAddress): LookupFunction {
  return (_host, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}
