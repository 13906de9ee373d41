import { SocketAddress } from 'node:net';
import { z } from 'zod';
import type { LinkState, Origin, Sourced } from '../../ports/machine.ts';

const bytes = z.array(z.int().min(0).max(255));
const source = z.string().optional();

/** Members of networkd's description of an interface that are read. */
const descriptionSchema = z.object({
  MTU: z.int().optional(),
  Addresses: z
    .array(
      z.object({
        Address: bytes,
        PrefixLength: z.int(),
        FlagsString: z.string().nullish(),
        ConfigSource: source,
      }),
    )
    .optional(),
  Routes: z
    .array(z.object({ Gateway: bytes.optional(), DestinationPrefixLength: z.int().optional(), ConfigSource: source }))
    .optional(),
  DNS: z.array(z.object({ Address: bytes, ConfigSource: source })).optional(),
  NTP: z.array(z.object({ Address: bytes.optional(), Server: z.string().optional(), ConfigSource: source })).optional(),
  SearchDomains: z.array(z.object({ Domain: z.string() })).optional(),
});

const origins: Readonly<Record<string, Origin>> = {
  DHCPv4: 'dhcp',
  DHCPv6: 'dhcp',
  NDisc: 'router',
  IPv4LL: 'linkLocal',
};

function textOf(address: readonly number[]): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((address[2 * index] ?? 0) << 8) | (address[2 * index + 1] ?? 0)).toString(16),
  );
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}

function originOf(address: string, config: string | undefined): Origin {
  return /^fe[89ab]/.test(address) ? 'linkLocal' : (origins[config ?? ''] ?? 'manual');
}

const sourced = (address: string, config: string | undefined): Sourced => ({
  address,
  origin: origins[config ?? ''] ?? 'manual',
});

/** State of an interface by networkd's description (JSON). Throws where that is none. */
export function describedLink(
  text: string,
  known: Pick<LinkState, 'name' | 'hardwareAddress' | 'mtu' | 'up'>,
): LinkState {
  const found = descriptionSchema.parse(JSON.parse(text));
  const { Addresses = [], Routes = [], DNS = [], NTP = [], SearchDomains = [] } = found;
  return {
    ...known,
    mtu: found.MTU ?? known.mtu,
    addresses: Addresses.map(({ Address, PrefixLength, FlagsString, ConfigSource }) => {
      const address = textOf(Address);
      const usable = !/tentative|dadfailed/.test(FlagsString ?? '');
      return { address, prefixLength: PrefixLength, origin: originOf(address, ConfigSource), usable };
    }),
    gateways: Routes.flatMap(({ Gateway, DestinationPrefixLength, ConfigSource }) =>
      Gateway === undefined || DestinationPrefixLength !== 0 ? [] : [sourced(textOf(Gateway), ConfigSource)],
    ),
    dns: DNS.map(({ Address, ConfigSource }) => sourced(textOf(Address), ConfigSource)),
    searchDomains: SearchDomains.map(({ Domain }) => Domain),
    ntp: NTP.map(({ Address, Server, ConfigSource }) => sourced(Server ?? textOf(Address ?? []), ConfigSource)),
  };
}
