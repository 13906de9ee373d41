import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from '../../../../services/faults/fault.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { deviceUnderTest } from '../camera.ts';

const filter = suite('address filter');

const v4 = (Address: string, PrefixLength = 32): tt.PrefixedIPv4Address => ({ Address, PrefixLength });
const faultOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: Fault) => error.faultName,
  );

filter('denies what is named, of both families, and lets the others connect', async () => {
  const camera = deviceUnderTest();
  const { filter: rules } = camera.options;
  const IPAddressFilter: tt.IPAddressFilter = {
    Type: 'Deny',
    IPv4Address: [v4('203.0.113.0', 24)],
    IPv6Address: [{ Address: '2001:DB8:1::', PrefixLength: 48 }],
  };
  await camera.call('SetIPAddressFilter', { IPAddressFilter });
  for (const [address, admitted] of [
    ['203.0.113.9', false],
    ['::ffff:203.0.113.9', false],
    ['203.0.114.9', true],
    ['2001:db8:1:2::3', false],
    ['2001:db8:2::3', true],
    ['fe80::1%eth0', true],
  ] as const)
    assert.is(rules.admits(address), admitted, address);
  assert.equal((await camera.call('GetIPAddressFilter', {})).IPAddressFilter, {
    ...IPAddressFilter,
    IPv6Address: [{ Address: '2001:db8:1::', PrefixLength: 48 }],
  });
});

filter('a list is added to and taken from, and survives a restart', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  const add = (one: tt.PrefixedIPv4Address): Promise<object> =>
    camera.call('AddIPAddressFilter', { IPAddressFilter: { Type: 'Allow', IPv4Address: [one] } });
  await add(v4('203.0.113.1'));
  await add(v4('203.0.113.2'));
  await add(v4('203.0.113.2'));
  await camera.call('RemoveIPAddressFilter', { IPAddressFilter: { Type: 'Allow', IPv4Address: [v4('203.0.113.1')] } });
  const told = { Type: 'Deny', IPv4Address: [v4('203.0.113.2')], IPv6Address: [] } as const;
  assert.equal((await camera.call('GetIPAddressFilter', {})).IPAddressFilter, told);
  assert.equal((await deviceUnderTest({}, stored).call('GetIPAddressFilter', {})).IPAddressFilter, told);
});

filter('refuses what is no range, what is not in the list, and more than fits', async () => {
  const camera = deviceUnderTest();
  const set = (parts: Partial<tt.IPAddressFilter>): Promise<string> =>
    faultOf(camera.call('SetIPAddressFilter', { IPAddressFilter: { Type: 'Deny', ...parts } }));
  assert.is(await set({ IPv4Address: [v4('2001:db8::1', 32)] }), 'InvalidIPv4Address');
  assert.is(await set({ IPv4Address: [v4('203.0.113.1', 33)] }), 'InvalidIPv4Address');
  assert.is(await set({ IPv6Address: [v4('203.0.113.1', 24)] }), 'InvalidIPv6Address');
  assert.is(await set({ IPv6Address: [v4('2001:db8::1', 129)] }), 'InvalidIPv6Address');
  const many = Array.from({ length: 65 }, (_, index) => v4(`203.0.113.${index}`));
  const add = { IPAddressFilter: { Type: 'Deny', IPv4Address: many } } as const;
  assert.is(await faultOf(camera.call('AddIPAddressFilter', add)), 'IPFilterListIsFull');
  const gone = { IPAddressFilter: { Type: 'Deny', IPv4Address: [v4('203.0.113.1')] } } as const;
  assert.is(await faultOf(camera.call('RemoveIPAddressFilter', gone)), 'NoIPv4Address');
  const gone6 = { IPAddressFilter: { Type: 'Deny', IPv6Address: [v4('2001:db8::1', 64)] } } as const;
  assert.is(await faultOf(camera.call('RemoveIPAddressFilter', gone6)), 'NoIPv6Address');
  assert.equal((await camera.call('GetIPAddressFilter', {})).IPAddressFilter.IPv4Address, []);
});

filter('a filter that refuses its maker ends after a minute unless somebody passes it', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  const { filter: rules } = camera.options;
  const IPAddressFilter: tt.IPAddressFilter = { Type: 'Allow', IPv4Address: [v4('192.0.2.1')] };
  await camera.call('SetIPAddressFilter', { IPAddressFilter });
  assert.is(rules.admits('192.0.2.77'), false);
  rules.arrived('192.0.2.77');
  assert.is(stored.get('address-filter'), undefined);
  await camera.timers.pass(60_000);
  assert.is(rules.admits('192.0.2.77'), true);
  await camera.call('SetIPAddressFilter', { IPAddressFilter });
  rules.arrived('192.0.2.1');
  await camera.timers.pass(70_000);
  assert.is(rules.admits('192.0.2.77'), false);
  assert.match(stored.get('address-filter') ?? '', '192.0.2.1');
});

filter.run();
