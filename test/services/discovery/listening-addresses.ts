import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NetworkInterface } from '../../../hal/ports/system.ts';
import {
  hostsFor,
  listeningAddresses,
  multicastAddresses,
  receivingAddress,
} from '../../../services/discovery/listening-addresses.ts';

const addressSuite = suite('listening addresses');

const lan = { hardwareAddress: '02:00:00:00:00:01', mtu: 1500, up: true, loopback: false };
const interfaces: readonly NetworkInterface[] = [
  {
    ...lan,
    name: 'lo',
    index: 1,
    hardwareAddress: '',
    loopback: true,
    addresses: [
      { family: 'IPv4', address: '127.0.0.1', prefixLength: 8 },
      { family: 'IPv6', address: '::1', prefixLength: 128 },
    ],
  },
  {
    ...lan,
    name: 'eth0',
    index: 2,
    addresses: [
      { family: 'IPv4', address: '192.0.2.2', prefixLength: 24 },
      { family: 'IPv6', address: 'fe80::1%eth0', prefixLength: 64 },
      { family: 'IPv6', address: '2001:db8::2', prefixLength: 64 },
    ],
  },
  {
    ...lan,
    name: 'wlan0',
    index: 3,
    addresses: [
      { family: 'IPv4', address: '10.1.0.9', prefixLength: 16 },
      { family: 'IPv6', address: 'fe80::2', prefixLength: 64 },
    ],
  },
  { ...lan, name: 'eth1', index: 4, up: false, addresses: [{ family: 'IPv4', address: '10.2.0.1', prefixLength: 16 }] },
];

const all = listeningAddresses(interfaces, []);

const senders: readonly (readonly [sender: string, family: 'IPv4' | 'IPv6', local: string | undefined])[] = [
  ['127.0.0.1', 'IPv4', '127.0.0.1'],
  ['192.0.2.77', 'IPv4', '192.0.2.2'],
  ['192.0.2.2', 'IPv4', '192.0.2.2'],
  ['10.1.200.1', 'IPv4', '10.1.0.9'],
  ['10.77.0.1', 'IPv4', '192.0.2.2'],
  ['198.51.100.1', 'IPv4', undefined],
  ['fe80::9%wlan0', 'IPv6', 'fe80::2'],
  ['fe80::9%eth0', 'IPv6', 'fe80::1'],
  ['fe80::9%eth7', 'IPv6', undefined],
  ['2001:db8::77', 'IPv6', '2001:db8::2'],
  ['2001:db8:1::77', 'IPv6', undefined],
];

addressSuite('are the addresses of every interface that is up, without IPv6 on loopback', () => {
  assert.equal(
    all.map(({ address }) => address),
    ['127.0.0.1', '192.0.2.2', 'fe80::1', '2001:db8::2', '10.1.0.9', 'fe80::2'],
  );
});

for (const [sender, family, expected] of senders) {
  addressSuite(`${sender} ${expected === undefined ? 'is not answered' : `came in at ${expected}`}`, () => {
    assert.is(receivingAddress(sender, family, all)?.address, expected);
  });
}

addressSuite('keep to the addresses given, and to their links', () => {
  const only = listeningAddresses(interfaces, ['127.0.0.1']);
  assert.equal(
    only.map(({ address }) => address),
    ['127.0.0.1'],
  );
  assert.is(receivingAddress('192.0.2.77', 'IPv4', only), undefined);
  assert.is(receivingAddress('10.1.2.3', 'IPv4', only), undefined);
});

const hosts: readonly (readonly [local: string, hosts: readonly string[]])[] = [
  ['127.0.0.1', ['127.0.0.1', '192.0.2.2', '10.1.0.9', '[2001:db8::2]']],
  ['192.0.2.2', ['192.0.2.2', '[2001:db8::2]', '10.1.0.9', '[fe80::1]']],
  ['10.1.0.9', ['10.1.0.9', '192.0.2.2', '[2001:db8::2]', '[fe80::2]']],
  ['fe80::1', ['[2001:db8::2]', '192.0.2.2', '10.1.0.9', '[fe80::1]']],
];

for (const [address, expected] of hosts) {
  addressSuite(`names first at ${address} what is useful there`, () => {
    const local = all.find((candidate) => candidate.address === address);
    assert.equal(local && hostsFor(local, all), expected);
  });
}

addressSuite('has one local per interface and family for what is multicast', () => {
  assert.equal(
    multicastAddresses(all)
      .map(({ address }) => address)
      .sort(),
    ['10.1.0.9', '127.0.0.1', '192.0.2.2', 'fe80::1', 'fe80::2'],
  );
});

addressSuite.run();
