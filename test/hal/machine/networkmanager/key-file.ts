import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keyFile } from '../../../../hal/machine/networkmanager/key-file.ts';
import type { LinkSettings, NetworkSettings } from '../../../../hal/ports/machine.ts';

const file = suite('profile of NetworkManager');

const ipv4 = { enabled: true, dhcp: false, linkLocal: true, addresses: [{ address: '10.9.0.10', prefixLength: 24 }] };
const ipv6 = {
  enabled: true,
  dhcp: 'Off',
  acceptRouterAdvertisements: false,
  addresses: [{ address: 'fd00:9::10', prefixLength: 64 }],
} as const;

function linesOf(link: Partial<LinkSettings>, fromDhcp = false): readonly string[] {
  const one: LinkSettings = { name: 'eth0', ipv4, ipv6, ...link };
  const dns = { fromDhcp, servers: ['10.9.0.1', 'fd00:9::1'], searchDomains: ['camtest.lan'] };
  const settings: NetworkSettings = { links: [one], gateways: ['10.9.0.1', 'fd00:9::1'], dns };
  return keyFile(one, settings).split('\n');
}

file('has addresses, gateways and servers, each with its family', () => {
  const text = linesOf({ mtu: 1400 }).join('\n');
  const [, v4 = '', v6 = ''] = /\[ipv4\]([^[]*)\[ipv6\]([^[]*)/.exec(text) ?? [];
  assert.match(text, 'mtu=1400');
  for (const line of ['method=manual', 'address1=10.9.0.10/24', 'gateway=10.9.0.1', 'dns=10.9.0.1;', 'link-local=3'])
    assert.match(v4, `\n${line}\n`);
  for (const line of ['method=manual', 'address1=fd00:9::10/64', 'gateway=fd00:9::1', 'dns=fd00:9::1;'])
    assert.match(v6, `\n${line}\n`);
});

file('has no addresses of its own beside DHCP, and no servers where DHCP names them', () => {
  const text = linesOf({ ipv4: { ...ipv4, dhcp: true } }, true).join('\n');
  assert.not.match(text, '10.9.0.10');
  assert.not.match(text, 'dns=');
  assert.not.match(text, 'ignore-auto-dns');
});

file('switches a family off, and names an interface by the same identifier always', () => {
  const [one, other] = [linesOf({ ipv6: { ...ipv6, enabled: false } }), linesOf({})];
  assert.ok(one.includes('method=disabled'));
  const uuid = (lines: readonly string[]): string | undefined => lines.find((line) => line.startsWith('uuid='));
  assert.is(uuid(one), uuid(other));
  assert.match(uuid(one) ?? '', /^uuid=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

file.run();
