// time limit: 180 s
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openSystemBus } from '../../hal/machine/dbus/system-bus.ts';
import { ethernetLinks } from '../../hal/machine/ethernet-links.ts';
import { openSystemMachine } from '../../hal/machine/open-system-machine.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import { createLinuxSystem } from '../../hal/system/linux-system.ts';
import { machineSuite } from '../hal/machine/machine-suite.ts';
import { until } from '../until.ts';

const managed = suite(`machine with ${process.env.VEDETTE_GUEST ?? 'a network manager'}`);

managed('the interfaces of the kernel have a number and a hardware address', () => {
  for (const { name, index, hardwareAddress, mtu } of ethernetLinks()) {
    assert.ok(name !== 'lo' && index > 0 && mtu > 0, name);
    assert.match(hardwareAddress, /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/);
  }
});

/** Set by scripts/machine-guest, in whose guest the network may be changed. */
if (process.env.VEDETTE_GUEST === undefined)
  process.stdout.write('skip: network managers: run in the guest of scripts/machine-guest\n');
else {
  const bus = await openSystemBus();
  const machine = await openSystemMachine(createLinuxSystem({ reboot: async () => undefined }), bus);
  if (machine === undefined) throw new Error('no network manager in the guest');
  assert.is(machine.backEnd, process.env.VEDETTE_GUEST);
  describe(machine);
  managed.after(() => bus.close());
}

function describe(machine: Machine): void {
  machineSuite(managed, {
    machine: () => machine,
    link: async () => 'eth0',
    pass: (seconds) => wait(seconds * 1000),
    // The guest may not touch the clock of the machine it runs on.
    clock: false,
  });

  managed('tells a change of the name by D-Bus', async () => {
    let told = 0;
    const end = machine.onChange(() => {
      told += 1;
    });
    await machine.setHostname('camera-hall');
    assert.ok(told > 0);
    assert.is(machine.hostname(), 'camera-hall');
    end();
  });

  managed('has address, gateway, servers and name of DHCP', async () => {
    const ipv4 = { enabled: true, dhcp: true, linkLocal: false, addresses: [] };
    const ipv6 = { enabled: true, dhcp: 'Auto', acceptRouterAdvertisements: true, addresses: [] } as const;
    const dns = { fromDhcp: true, servers: [], searchDomains: [] };
    const trial = await machine.tryNetwork({ links: [{ name: 'eth0', ipv4, ipv6 }], gateways: [], dns }, 60);
    await until(async () => {
      const [link] = await machine.links();
      return link?.addresses.some(({ origin }) => origin === 'dhcp') === true;
    }, 'a lease');
    const [link] = await machine.links();
    assert.ok(link?.gateways.some(({ address, origin }) => address === '10.9.0.1' && origin === 'dhcp'));
    assert.ok(link?.dns.some(({ address, origin }) => address === '10.9.0.1' && origin === 'dhcp'));
    assert.ok(link?.ntp.some(({ address, origin }) => address === '10.9.0.1' && origin === 'dhcp'));
    await trial.keep();
  });
}

managed.run();
