import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from '../../../../services/faults/fault.ts';
import type { DeviceOperations } from '../../../../services/generated/device-operations.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { type DeviceUnderTest, deviceUnderTest } from '../camera.ts';

const network = suite('network settings');

type Name = keyof DeviceOperations;

async function faultOf<Operation extends Name>(
  camera: DeviceUnderTest,
  name: Operation,
  request: DeviceOperations[Operation]['request'],
): Promise<string> {
  return camera.call(name, request).then(
    () => 'none',
    (error: Fault) => error.faultName,
  );
}

async function eth0(camera: DeviceUnderTest): Promise<tt.NetworkInterface> {
  const { NetworkInterfaces = [] } = await camera.call('GetNetworkInterfaces', {});
  const found = NetworkInterfaces.find(({ token }) => token === 'eth0');
  if (found === undefined) throw new Error('no eth0');
  return found;
}

const manual = async (camera: DeviceUnderTest): Promise<string> =>
  ((await eth0(camera)).IPv4?.Config.Manual ?? []).map((one) => `${one.Address}/${one.PrefixLength}`).join();

const setIpv4 = (Address: string, PrefixLength = 24): DeviceOperations['SetNetworkInterfaces']['request'] => ({
  InterfaceToken: 'eth0',
  NetworkInterface: { Enabled: true, IPv4: { Enabled: true, DHCP: false, Manual: [{ Address, PrefixLength }] } },
});

/** Lets the answer be sent and the new settings come into force. */
const switched = (camera: DeviceUnderTest): Promise<void> => camera.timers.pass(3_000);

// shows COR-06
network('a name is set, told back and kept', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  await camera.call('SetHostname', { Name: 'camera-front' });
  const later = deviceUnderTest({}, stored);
  await later.options.network.start();
  for (const one of [camera, later])
    assert.equal(await one.call('GetHostname', {}), {
      HostnameInformation: { FromDHCP: false, Name: 'camera-front' },
    });
});

network('an empty name is that of DHCP, as SetHostnameFromDHCP says it', async () => {
  for (const ask of [
    (camera: DeviceUnderTest) => camera.call('SetHostname', { Name: '' }),
    (camera: DeviceUnderTest) => camera.call('SetHostnameFromDHCP', { FromDHCP: true }),
  ]) {
    const camera = deviceUnderTest();
    await ask(camera);
    const told = { FromDHCP: true, Name: 'camera-7' };
    assert.equal((await camera.call('GetHostname', {})).HostnameInformation, told);
    await camera.call('SetHostnameFromDHCP', { FromDHCP: false });
    assert.is((await camera.call('GetHostname', {})).HostnameInformation.FromDHCP, false);
  }
});

for (const name of ['-camera', 'camera_7', 'a b', 'a'.repeat(64), 'caméra', '192.0.2.7', 'a..b'])
  network(`refuses ${name.slice(0, 12)} as host name`, async () => {
    const camera = deviceUnderTest();
    assert.is(await faultOf(camera, 'SetHostname', { Name: name }), 'InvalidHostname');
    assert.is((await camera.call('GetHostname', {})).HostnameInformation.Name, 'camera-7');
  });

// shows COR-02, COR-06
network('DNS servers are set by their text, whatever their type says; what is left out stays', async () => {
  const camera = deviceUnderTest();
  await camera.call('SetDNS', {
    FromDHCP: false,
    SearchDomain: ['example.net', 'example.net'],
    DNSManual: [
      { Type: 'IPv4', IPv4Address: '192.0.2.54' },
      { Type: 'IPv4', IPv4Address: '2001:DB8:0::54' },
      { Type: 'IPv4', IPv4Address: '192.0.2.54' },
    ],
  });
  await camera.call('SetDNS', { FromDHCP: false } as never);
  assert.equal((await camera.call('GetDNS', {})).DNSInformation, {
    FromDHCP: false,
    SearchDomain: ['example.net'],
    DNSManual: [
      { Type: 'IPv4', IPv4Address: '192.0.2.54' },
      { Type: 'IPv6', IPv6Address: '2001:db8::54' },
    ],
  });
});

for (const [text, fault] of [
  ['127.0.0.1', 'InvalidIPv4Address'],
  ['224.0.0.1', 'InvalidIPv4Address'],
  ['255.255.255.255', 'InvalidIPv4Address'],
  ['0.0.0.0', 'InvalidIPv4Address'],
  ['10.1.1', 'InvalidIPv4Address'],
  ['undefined', 'InvalidIPv4Address'],
  ['::1', 'InvalidIPv6Address'],
  ['ff02::c', 'InvalidIPv6Address'],
  ['2001:db8::g', 'InvalidIPv6Address'],
  ['::ffff:192.0.2.1', 'InvalidIPv6Address'],
] as const)
  network(`refuses ${text} as DNS server and as address`, async () => {
    const camera = deviceUnderTest();
    const type =
      fault === 'InvalidIPv4Address'
        ? ({ Type: 'IPv4', IPv4Address: text } as const)
        : ({ Type: 'IPv6', IPv6Address: text } as const);
    assert.is(await faultOf(camera, 'SetDNS', { FromDHCP: false, DNSManual: [type] }), fault);
    const family = fault === 'InvalidIPv4Address' ? 'IPv4' : 'IPv6';
    const Manual = [{ Address: text, PrefixLength: 24 }];
    const NetworkInterface = { [family]: { Enabled: true, Manual } };
    assert.is(await faultOf(camera, 'SetNetworkInterfaces', { InterfaceToken: 'eth0', NetworkInterface }), fault);
  });

/** Settings of an interface that are refused. */
const unfit: readonly (readonly [string, string, tt.NetworkInterfaceSetConfiguration])[] = [
  [
    'an IPv6 address among IPv4',
    'InvalidIPv4Address',
    { IPv4: { Manual: [{ Address: '2001:db8::9', PrefixLength: 64 }] } },
  ],
  [
    'an IPv4 address among IPv6',
    'InvalidIPv6Address',
    { IPv6: { Manual: [{ Address: '192.0.2.9', PrefixLength: 24 }] } },
  ],
  ['a prefix of 33', 'InvalidIPv4Address', { IPv4: { Manual: [{ Address: '192.0.2.9', PrefixLength: 33 }] } }],
  ['a prefix of 0', 'InvalidIPv4Address', { IPv4: { Manual: [{ Address: '192.0.2.9', PrefixLength: 0 }] } }],
  ['the broadcast address', 'InvalidIPv4Address', { IPv4: { Manual: [{ Address: '192.0.2.255', PrefixLength: 24 }] } }],
  ['the network itself', 'InvalidIPv4Address', { IPv4: { Manual: [{ Address: '192.0.2.0', PrefixLength: 24 }] } }],
  [
    'an address twice',
    'InvalidIPv4Address',
    {
      IPv4: {
        Manual: [
          { Address: '192.0.2.9', PrefixLength: 24 },
          { Address: '192.0.2.9', PrefixLength: 16 },
        ],
      },
    },
  ],
  [
    'no address without DHCP',
    'InvalidIPv4Address',
    { IPv4: { DHCP: false, Enabled: true, Manual: [] }, IPv6: { Enabled: false } },
  ],
  ['an MTU of 100', 'InvalidMtuValue', { MTU: 100 }],
  ['an MTU of 65000', 'InvalidMtuValue', { MTU: 65_000 }],
  ['a fixed speed', 'InvalidInterfaceSpeed', { Link: { AutoNegotiation: false, Speed: 1, Duplex: 'Half' } }],
  ['an interface that is off', 'InvalidArgVal', { Enabled: false }],
  ['no family', 'InvalidArgVal', { IPv4: { Enabled: false }, IPv6: { Enabled: false } }],
];

for (const [what, fault, NetworkInterface] of unfit)
  network(`refuses ${what}, and changes nothing`, async () => {
    const camera = deviceUnderTest();
    const before = await eth0(camera);
    // Without a link-local address the interface needs another one.
    await camera.call('SetZeroConfiguration', { InterfaceToken: 'eth0', Enabled: false });
    assert.is(await faultOf(camera, 'SetNetworkInterfaces', { InterfaceToken: 'eth0', NetworkInterface }), fault);
    await switched(camera);
    assert.equal((await eth0(camera)).IPv4?.Config.Manual, before.IPv4?.Config.Manual);
  });

network('refuses an interface that is not there', async () => {
  const camera = deviceUnderTest();
  const request = { ...setIpv4('192.0.2.9'), InterfaceToken: 'wlan7' };
  assert.is(await faultOf(camera, 'SetNetworkInterfaces', request), 'InvalidNetworkInterface');
  const zero = { InterfaceToken: 'wlan7', Enabled: true };
  assert.is(await faultOf(camera, 'SetZeroConfiguration', zero), 'InvalidNetworkInterface');
});

// shows COR-06
network('a new address is on trial with Bye and Hello, and kept when a client arrives', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  assert.equal(await camera.call('SetNetworkInterfaces', setIpv4('198.51.100.9')), { RebootNeeded: false });
  assert.equal(camera.log, []);
  await switched(camera);
  assert.equal(camera.log, ['bye', 'hello']);
  assert.is(await manual(camera), '198.51.100.9/24');
  assert.is(stored.get('network'), undefined);
  camera.options.network.arrived('192.0.2.2', '192.0.2.77');
  await camera.timers.pass(70_000);
  assert.is(await manual(camera), '198.51.100.9/24');
  const later = deviceUnderTest({}, stored);
  await later.options.network.start();
  assert.is(await manual(later), '198.51.100.9/24');
});

network('a new address by which nobody arrives is taken back after a minute', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  await camera.call('SetNetworkInterfaces', setIpv4('198.51.100.9'));
  await switched(camera);
  await camera.timers.pass(60_000);
  assert.is(await manual(camera), '192.0.2.2/24');
  assert.is(stored.get('network'), undefined);
  assert.equal(camera.log, ['bye', 'hello', 'bye', 'hello']);
});

network('settings that do not cut the asker off are kept at once', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  const Manual = [
    { Address: '192.0.2.2', PrefixLength: 24 },
    { Address: '198.51.100.9', PrefixLength: 24 },
  ];
  await camera.call('SetNetworkInterfaces', {
    InterfaceToken: 'eth0',
    NetworkInterface: { MTU: 1400, IPv4: { Manual } },
  });
  assert.is(await manual(camera), '192.0.2.2/24,198.51.100.9/24');
  assert.is((await eth0(camera)).Info?.MTU, 1400);
  assert.match(stored.get('network') ?? '', '198.51.100.9');
  assert.equal(camera.log, []);
});

network('DHCP leases an address; manual ones beside it are kept for later', async () => {
  const camera = deviceUnderTest();
  const NetworkInterface = { IPv4: { DHCP: true, Manual: [{ Address: '198.51.100.9', PrefixLength: 24 }] } };
  await camera.call('SetNetworkInterfaces', { InterfaceToken: 'eth0', NetworkInterface });
  await switched(camera);
  const { IPv4 } = await eth0(camera);
  assert.is(IPv4?.Config.DHCP, true);
  assert.equal(IPv4?.Config.FromDHCP, { Address: '192.0.2.2', PrefixLength: 24 });
  assert.is(IPv4?.Config.Manual, undefined);
  await camera.call('SetNetworkInterfaces', { InterfaceToken: 'eth0', NetworkInterface: { IPv4: { DHCP: false } } });
  await switched(camera);
  assert.is(await manual(camera), '198.51.100.9/24');
});

network('a gateway outside the subnet is taken, as clients set it before the address', async () => {
  const camera = deviceUnderTest();
  const gateway = async (): Promise<tt.NetworkGateway> =>
    (await camera.call('GetNetworkDefaultGateway', {})).NetworkGateway;
  await camera.call('SetNetworkDefaultGateway', { IPv4Address: ['198.51.100.1'] });
  await switched(camera);
  assert.equal(await gateway(), { IPv4Address: ['198.51.100.1'], IPv6Address: [] });
  await camera.call('SetNetworkDefaultGateway', { IPv6Address: ['2001:db8::1'] });
  assert.equal(await gateway(), { IPv4Address: ['198.51.100.1'], IPv6Address: ['2001:db8::1'] });
  for (const IPv4Address of [
    ['10.1.1'],
    ['224.0.0.1'],
    ['127.0.0.1'],
    ['198.51.100.1', '198.51.100.1'],
    ['2001:db8::1'],
  ])
    assert.is(await faultOf(camera, 'SetNetworkDefaultGateway', { IPv4Address }), 'InvalidGatewayAddress');
  assert.equal(await gateway(), { IPv4Address: ['198.51.100.1'], IPv6Address: ['2001:db8::1'] });
});

network('zero configuration adds and takes away a link-local address', async () => {
  const camera = deviceUnderTest();
  const told = async (): Promise<tt.NetworkZeroConfiguration> =>
    (await camera.call('GetZeroConfiguration', {})).ZeroConfiguration;
  await camera.call('SetZeroConfiguration', { InterfaceToken: 'eth0', Enabled: false });
  assert.equal(await told(), { InterfaceToken: 'eth0', Enabled: false, Addresses: [] });
  await camera.call('SetZeroConfiguration', { InterfaceToken: 'eth0', Enabled: true });
  assert.match((await told()).Addresses?.[0] ?? '', /^169\.254\./);
});

network('protocols that are not named stay, and nobody can be locked out', async () => {
  const camera = deviceUnderTest();
  const told = async (): Promise<string> =>
    ((await camera.call('GetNetworkProtocols', {})).NetworkProtocols ?? [])
      .map(({ Name, Enabled, Port }) => `${Name} ${Enabled} ${Port}`)
      .join();
  await camera.call('SetNetworkProtocols', { NetworkProtocols: [{ Name: 'RTSP', Enabled: true, Port: [554] }] });
  assert.is(await told(), 'HTTP true 8080,HTTPS false 443,RTSP true 554');
  const refused: readonly (readonly [string, tt.NetworkProtocol])[] = [
    ['InvalidArgVal', { Name: 'HTTP', Enabled: false, Port: [8080] }],
    ['InvalidArgVal', { Name: 'HTTP', Enabled: true, Port: [0] }],
    ['InvalidArgVal', { Name: 'HTTP', Enabled: true, Port: [70_000] }],
    ['PortAlreadyInUse', { Name: 'HTTP', Enabled: true, Port: [554] }],
    ['ServiceNotSupported', { Name: 'FTP' as never, Enabled: true, Port: [21] }],
  ];
  for (const [fault, one] of refused)
    assert.is(await faultOf(camera, 'SetNetworkProtocols', { NetworkProtocols: [one] }), fault);
  assert.is(await told(), 'HTTP true 8080,HTTPS false 443,RTSP true 554');
});

network.run();
