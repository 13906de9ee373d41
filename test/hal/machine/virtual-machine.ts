import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VirtualMachine } from '../../../hal/machine/virtual/virtual-machine.ts';
import type { LinkSettings, NetworkSettings } from '../../../hal/ports/machine.ts';
import type { NetworkInterface, System } from '../../../hal/ports/system.ts';
import { FakeClock } from '../fake-clock.ts';
import { machineSuite } from './machine-suite.ts';

const virtual = suite('virtual machine');

const eth0: NetworkInterface = {
  name: 'eth0',
  index: 2,
  hardwareAddress: '02:fc:00:00:07:08',
  mtu: 1500,
  up: true,
  loopback: false,
  addresses: [
    { family: 'IPv4', address: '192.0.2.2', prefixLength: 24 },
    { family: 'IPv6', address: '2001:db8::2', prefixLength: 64 },
    { family: 'IPv6', address: 'fe80::1', prefixLength: 64 },
  ],
};

const host: System = {
  networkInterfaces: () => [eth0],
  hostname: () => 'host',
  dns: () => ({ servers: ['192.0.2.53'], searchDomains: ['example.com'] }),
  ntpServers: () => ['ntp.example.com'],
  timeZone: () => 'UTC0',
  reboot: async () => undefined,
};

interface Made {
  readonly machine: VirtualMachine;
  readonly clock: FakeClock;
  readonly offsets: number[];
}

function make(offset = 0): Made {
  const clock = new FakeClock();
  const offsets: number[] = [];
  const keepOffset = async (milliseconds: number): Promise<void> => void offsets.push(milliseconds);
  const machine = new VirtualMachine({ system: host, clock, offset, keepOffset, reboot: async () => undefined });
  return { machine, clock, offsets };
}

function settings(link: Partial<LinkSettings>, fromDhcp = false): NetworkSettings {
  const ipv4 = { enabled: true, dhcp: true, linkLocal: false, addresses: [] };
  const ipv6 = { enabled: false, dhcp: 'Off', acceptRouterAdvertisements: false, addresses: [] } as const;
  const dns = { fromDhcp, servers: [], searchDomains: [] };
  return { links: [{ name: 'eth0', mtu: undefined, ipv4, ipv6, ...link }], gateways: [], dns };
}

const shared = make();
machineSuite(virtual, {
  machine: () => shared.machine,
  link: async () => 'eth0',
  pass: (seconds) => shared.clock.pass(seconds * 1000),
  clock: true,
});

virtual('has what the host has until it is set', async () => {
  const { machine } = make();
  const [link] = await machine.links();
  assert.equal(
    link?.addresses.map(({ address, origin }) => `${address} ${origin}`),
    ['192.0.2.2 manual', '2001:db8::2 manual', 'fe80::1 linkLocal'],
  );
  assert.is(machine.hostname(), 'host');
  assert.is(machine.zone(), 'UTC0');
});

virtual('leases the address of the host, its servers and its domains by DHCP', async () => {
  const { machine } = make();
  await machine.tryNetwork(settings({}, true), 60);
  const [link] = await machine.links();
  assert.equal(link?.addresses, [{ address: '192.0.2.2', prefixLength: 24, origin: 'dhcp', usable: true }]);
  assert.equal(link?.dns, [{ address: '192.0.2.53', origin: 'dhcp' }]);
  assert.equal(link?.ntp, [{ address: 'ntp.example.com', origin: 'dhcp' }]);
  assert.equal(link?.searchDomains, ['example.com']);
});

virtual('has link-local addresses of both families where they are wanted', async () => {
  const { machine } = make();
  const ipv4 = { enabled: true, dhcp: false, linkLocal: true, addresses: [] };
  const ipv6 = { enabled: true, dhcp: 'Off', acceptRouterAdvertisements: true, addresses: [] } as const;
  await machine.tryNetwork(settings({ ipv4, ipv6, mtu: 1400 }), 60);
  const [link] = await machine.links();
  assert.equal(
    link?.addresses.map(({ address, origin }) => `${address} ${origin}`),
    ['169.254.8.8 linkLocal', '2001:db8::2 router', 'fe80::fc:ff:fe00:708 linkLocal'],
  );
  assert.is(link?.mtu, 1400);
});

virtual('refuses an MTU that IPv6 cannot use', async () => {
  const { machine } = make();
  const ipv6 = { enabled: true, dhcp: 'Off', acceptRouterAdvertisements: true, addresses: [] } as const;
  const kindOf = (error: { kind: string }): string => error.kind;
  assert.is(await machine.tryNetwork(settings({ ipv6, mtu: 1200 }), 60).catch(kindOf), 'out-of-range');
  assert.is(await machine.tryNetwork(settings({ mtu: 20 }), 60).catch(kindOf), 'out-of-range');
});

virtual('a trial that another one replaced cannot be kept', async () => {
  const { machine, clock } = make();
  const first = await machine.tryNetwork(settings({ mtu: 1400 }), 60);
  const second = await machine.tryNetwork(settings({ mtu: 1300 }), 60);
  assert.is(await first.keep().catch((error: { kind: string }) => error.kind), 'gone');
  await second.keep();
  await clock.pass(61_000);
  assert.is((await machine.links())[0]?.mtu, 1300);
});

virtual('keeps the offset of its clock for the next run', async () => {
  const { machine, offsets } = make(3_600_000);
  assert.ok(Math.abs(machine.now() - Date.now() - 3_600_000) < 1000);
  await machine.setClock(Date.now() + 5_000_000);
  assert.ok(Math.abs((offsets[0] ?? 0) - 5_000_000) < 1000);
  assert.is(machine.offset(), offsets[0]);
});

virtual.run();
