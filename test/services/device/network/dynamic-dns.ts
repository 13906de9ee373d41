import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HalError } from '../../../../hal/ports/hal-error.ts';
import { DynamicDns } from '../../../../services/device/network/dynamic-dns.ts';
import { dynamicDnsFeature } from '../../../../services/device/network/dynamic-dns-operations.ts';
import type { Fault } from '../../../../services/faults/fault.ts';
import type * as tds from '../../../../services/generated/tds.ts';
import { memorySettings } from '../../settings/memory-settings.ts';
import { context, deviceUnderTest } from '../camera.ts';

const room = suite('dynamic DNS');

interface Made {
  readonly dns: DynamicDns;
  readonly sent: string[];
  readonly camera: ReturnType<typeof deviceUnderTest>;
  set(request: tds.SetDynamicDNS): Promise<string>;
  get(): unknown;
}

function make(stored: Map<string, string> = new Map(), fails = 0): Made {
  const camera = deviceUnderTest();
  const sent: string[] = [];
  let failures = fails;
  const update = async (name: string, ttl: number, addresses: readonly string[]): Promise<void> => {
    failures -= 1;
    if (failures >= 0) throw new HalError('io', 'no answer');
    sent.push(`${name} ${ttl} ${addresses}`);
  };
  const dns = new DynamicDns({
    ...{ machine: camera.options.network.machine, settings: memorySettings(stored), clock: camera.timers },
    updates: { update },
    log: { info: () => undefined, warn: () => undefined },
  });
  const { GetDynamicDNS, SetDynamicDNS } = dynamicDnsFeature(dns).handlers;
  if (typeof GetDynamicDNS !== 'function' || typeof SetDynamicDNS !== 'function') throw new Error('not offered');
  const set: Made['set'] = async (request) => {
    try {
      await SetDynamicDNS(request, context);
      return 'none';
    } catch (error) {
      return (error as Fault).faultName;
    }
  };
  return { dns, sent, camera, set, get: () => GetDynamicDNS({}, context) };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

// shows COR-06d
room('sends the addresses when the name is set, and again when they change', async () => {
  const { dns, sent, camera, set, get } = make();
  dns.start();
  assert.is(await set({ Type: 'ClientUpdates', Name: 'camera.example.net', TTL: 'PT10M' }), 'none');
  await turn();
  assert.equal(sent, ['camera.example.net 600 192.0.2.2,2001:db8::2']);
  assert.equal(get(), { DynamicDNSInformation: { Type: 'ClientUpdates', Name: 'camera.example.net', TTL: 'PT600S' } });
  const Manual = [
    { Address: '192.0.2.2', PrefixLength: 24 },
    { Address: '198.51.100.9', PrefixLength: 24 },
  ];
  await camera.call('SetNetworkInterfaces', { InterfaceToken: 'eth0', NetworkInterface: { IPv4: { Manual } } });
  await turn();
  assert.match(sent.at(-1) ?? '', '198.51.100.9');
  dns.close();
});

room('sends again what the server did not take', async () => {
  const { dns, sent, camera, set } = make(new Map(), 1);
  dns.start();
  await set({ Type: 'ClientUpdates', Name: 'camera.example.net' });
  await turn();
  assert.equal(sent, []);
  await camera.timers.pass(300_000);
  await turn();
  assert.is(sent.length, 1);
  dns.close();
});

room('survives a restart, and ends with NoUpdate', async () => {
  const stored = new Map<string, string>();
  await make(stored).set({ Type: 'ClientUpdates', Name: 'camera.example.net' });
  const { dns, sent, set, get } = make(stored);
  dns.start();
  await turn();
  assert.is(sent.length, 1);
  await set({ Type: 'NoUpdate' });
  assert.equal(get(), { DynamicDNSInformation: { Type: 'NoUpdate' } });
  dns.close();
});

for (const request of [
  { Type: 'ServerUpdates' },
  { Type: 'ClientUpdates' },
  { Type: 'ClientUpdates', Name: 'camera' },
  { Type: 'ClientUpdates', Name: 'camera.example.net\nserver 192.0.2.1' },
  { Type: 'ClientUpdates', Name: 'camera.example.net', TTL: 'P9999Y' },
] as const satisfies readonly tds.SetDynamicDNS[])
  room(`refuses ${JSON.stringify(request)}`, async () => {
    const { set, get } = make();
    assert.is(await set(request), 'InvalidArgVal');
    assert.equal(get(), { DynamicDNSInformation: { Type: 'NoUpdate' } });
  });

room.run();
