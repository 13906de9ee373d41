import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFile } from '../../../../hal/machine/networkd/network-file.ts';
import type { LinkSettings, NetworkSettings } from '../../../../hal/ports/machine.ts';

const file = suite('file of systemd-networkd');

const ipv4 = { enabled: true, dhcp: false, linkLocal: false, addresses: [{ address: '10.9.0.10', prefixLength: 24 }] };
const ipv6 = {
  enabled: true,
  dhcp: 'Stateful',
  acceptRouterAdvertisements: true,
  addresses: [{ address: 'fd00:9::10', prefixLength: 64 }],
} as const;

function settings(link: Partial<LinkSettings>, others: Partial<NetworkSettings> = {}): NetworkSettings {
  const dns = { fromDhcp: false, servers: ['10.9.0.1'], searchDomains: ['camtest.lan', 'example.net'] };
  return { links: [{ name: 'eth0', ipv4, ipv6, ...link }], gateways: [], dns, ...others };
}

/** Lines of the first interface's file. */
function linesOf(one: NetworkSettings): readonly string[] {
  const [link] = one.links;
  if (link === undefined) throw new Error('no interface');
  return networkFile(link, one).split('\n');
}

file('has addresses, servers and domains of both families', () => {
  const lines = linesOf(settings({ mtu: 1400 }));
  for (const line of [
    'Name=eth0',
    'MTUBytes=1400',
    'DHCP=no',
    'LinkLocalAddressing=ipv6',
    'Address=10.9.0.10/24',
    'Address=fd00:9::10/64',
    'DNS=10.9.0.1',
    'Domains=camtest.lan example.net',
    'IPv6AcceptRA=yes',
    'UseDNS=no',
    'DHCPv6Client=always',
  ])
    assert.ok(lines.includes(line), line);
});

file('leaves manual addresses and servers out beside DHCP', () => {
  const dns = { fromDhcp: true, servers: ['10.9.0.1'], searchDomains: [] };
  const lines = linesOf(settings({ ipv4: { ...ipv4, dhcp: true, linkLocal: true } }, { dns }));
  assert.ok(lines.includes('DHCP=ipv4') && lines.includes('LinkLocalAddressing=yes') && lines.includes('UseDNS=yes'));
  assert.ok(!lines.includes('Address=10.9.0.10/24') && !lines.includes('DNS=10.9.0.1'));
});

file('switches a family off', () => {
  const lines = linesOf(settings({ ipv6: { ...ipv6, enabled: false } }));
  assert.ok(lines.includes('LinkLocalAddressing=no') && lines.includes('IPv6AcceptRA=no'));
  assert.ok(!lines.includes('Address=fd00:9::10/64'));
});

file('gives a gateway to the interface in whose subnet it lies, and one of no subnet to the first', () => {
  const second = { name: 'eth1', ipv4: { ...ipv4, addresses: [{ address: '192.0.2.2', prefixLength: 24 }] }, ipv6 };
  const one = settings({}, { gateways: ['192.0.2.1', '203.0.113.1'] });
  const both = { ...one, links: [...one.links, second] };
  const texts = both.links.map((link) => networkFile(link, both));
  assert.match(texts[0] ?? '', '[Route]\nGateway=203.0.113.1\nGatewayOnLink=yes\n');
  assert.not.match(texts[0] ?? '', '192.0.2.1');
  assert.match(texts[1] ?? '', '[Route]\nGateway=192.0.2.1\n');
  assert.not.match(texts[1] ?? '', '203.0.113.1');
});

file.run();
