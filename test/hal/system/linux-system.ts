import { networkInterfaces } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLinuxSystem } from '../../../hal/system/linux-system.ts';

const system = suite('Linux system');
const linux = createLinuxSystem({ reboot: async () => undefined });

system('lists every address of the machine, with real hardware addresses', () => {
  const told = linux.networkInterfaces().flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const known = Object.values(networkInterfaces()).flatMap((found = []) => found.map(({ address }) => address));
  assert.equal([...told].sort(), [...known].sort());
  for (const { loopback, hardwareAddress, mtu, index } of linux.networkInterfaces()) {
    assert.is(loopback, hardwareAddress === '');
    assert.ok(mtu > 0 && index > 0);
  }
});

system('gives a time zone that is a POSIX rule', () => {
  assert.match(linux.timeZone(), /^[<A-Za-z]/);
});

for (const [zone, rule] of [
  ['UTC0', 'UTC0'],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 'CET-1CEST,M3.5.0,M10.5.0/3'],
  ['<+0545>-5:45', '<+0545>-5:45'],
  ['<-03>3', '<-03>3'],
  ['Nowhere/Land', 'UTC0'],
] as const) {
  system(`reads TZ=${zone}`, () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    assert.is(linux.timeZone(), rule);
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
}

system('gives numeric name servers', () => {
  for (const server of linux.dns().servers) assert.match(server, /^[0-9a-f:.]+(%\w+)?$/i);
});

system.run();
