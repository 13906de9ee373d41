import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { faultTable } from '../../../services/faults/fault-table.ts';
import { type DeviceOperations, deviceOperations } from '../../../services/generated/device-operations.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { type DeviceUnderTest, deviceUnderTest, responseMessage } from './camera.ts';
import { loopback, machine } from './machine.ts';

const service = suite('device service');

const requests: Partial<{ [Name in keyof DeviceOperations]: DeviceOperations[Name]['request'] }> = {
  GetServices: { IncludeCapability: true },
  GetServiceCapabilities: {},
  GetCapabilities: { Category: ['All'] },
  GetWsdlUrl: {},
  GetDeviceInformation: {},
  SetSystemDateAndTime: { DateTimeType: 'Manual', DaylightSavings: false, TimeZone: { TZ: '<+0545>-5:45' } },
  GetSystemDateAndTime: {},
  GetHostname: {},
  SetHostname: { Name: 'camera-8' },
  SetHostnameFromDHCP: { FromDHCP: false },
  GetDNS: {},
  SetDNS: {
    FromDHCP: false,
    SearchDomain: ['example.net'],
    DNSManual: [{ Type: 'IPv6', IPv6Address: '2001:db8::53' }],
  },
  GetNTP: {},
  SetNTP: { FromDHCP: true, NTPManual: [{ Type: 'DNS', DNSname: 'ntp.example.net' }] },
  GetNetworkInterfaces: {},
  GetNetworkProtocols: {},
  SetNetworkProtocols: { NetworkProtocols: [{ Name: 'RTSP', Enabled: true, Port: [554] }] },
  SetNetworkDefaultGateway: { IPv4Address: ['192.0.2.1'], IPv6Address: ['2001:db8::1'] },
  GetNetworkDefaultGateway: {},
  GetZeroConfiguration: {},
  AddIPAddressFilter: {
    IPAddressFilter: { Type: 'Deny', IPv4Address: [{ Address: '203.0.113.0', PrefixLength: 24 }] },
  },
  GetIPAddressFilter: {},
  GetScopes: {},
  SetScopes: { Scopes: ['onvif://www.onvif.org/location/attic'] },
  AddScopes: { ScopeItem: ['onvif://www.onvif.org/name/Attic', 'urn:x:1'] },
  RemoveScopes: { ScopeItem: ['urn:x:1'] },
  GetDiscoveryMode: {},
  SetDiscoveryMode: { DiscoveryMode: 'NonDiscoverable' },
  GetEndpointReference: {},
  CreateUsers: { User: [{ Username: 'admin', Password: 'long-enough-1', UserLevel: 'Administrator' }] },
  SetUser: { User: [{ Username: 'admin', Password: 'long-enough-2', UserLevel: 'Administrator' }] },
  GetUsers: {},
};

/** Every answer of the table above, asked for in its order. */
async function answers(camera: DeviceUnderTest): Promise<ReadonlyMap<keyof DeviceOperations, unknown>> {
  const found = new Map<keyof DeviceOperations, unknown>();
  for (const name of Object.keys(requests) as (keyof DeviceOperations)[]) {
    found.set(name, await camera.call(name, requests[name] as never));
  }
  return found;
}

service('answers are valid by the official schemas', async () => {
  const found = await answers(deviceUnderTest());
  const bare = await answers(
    deviceUnderTest({
      system: machine({
        networkInterfaces: () => [loopback],
        dns: () => ({ servers: [], searchDomains: [] }),
        ntpServers: () => [],
      }),
    }),
  );
  const messages = [...found].map(([name, value]) => [name, responseMessage(name, value)] as const);
  const others = [...bare].map(([name, value]) => [`${name}-bare`, responseMessage(name, value)] as const);
  await validateMessages(Object.fromEntries([...messages, ...others]));
});

service('has an answer or a reason for each operation of the WSDL', () => {
  const { handlers } = deviceUnderTest();
  assert.equal(Object.keys(handlers).sort(), Object.keys(deviceOperations).sort());
  assert.is(Object.keys(handlers).length, 103);
  for (const handler of Object.values(handlers)) {
    if (typeof handler === 'function') continue;
    assert.ok(handler.reason.length > 10);
    if (handler.subcode === undefined) continue;
    assert.ok(Object.values(faultTable).some((row) => row[1] === 'ActionNotSupported' && row[2] === handler.subcode));
  }
});

service('GetServices leaves the capabilities out unless they are asked for', async () => {
  const camera = deviceUnderTest();
  const { Service } = await camera.call('GetServices', { IncludeCapability: false });
  assert.equal(Service[1], {
    Namespace: 'http://www.onvif.org/ver10/media/wsdl',
    XAddr: 'http://192.0.2.2:8080/onvif/media_service',
    Version: { Major: 26, Minor: 6 },
  });
});

service('GetCapabilities tells what exists, and NoSuchService for what was asked for and does not', async () => {
  const camera = deviceUnderTest();
  const all = await camera.call('GetCapabilities', {});
  assert.equal(Object.keys(all.Capabilities).sort(), ['Device', 'Events', 'Media']);
  const media = await camera.call('GetCapabilities', { Category: ['Media'] });
  assert.equal(media.Capabilities.Media?.StreamingCapabilities, {
    RTPMulticast: false,
    RTP_TCP: false,
    RTP_RTSP_TCP: true,
  });
  assert.is(media.Capabilities.Media?.Extension?.ProfileCapabilities.MaximumNumberOfProfiles, 16);
  assert.is(media.Capabilities.Device, undefined);
  for (const category of ['PTZ', 'Imaging', 'Analytics'] as const) {
    await camera.call('GetCapabilities', { Category: ['Device', category] }).then(
      () => assert.unreachable(),
      (error) => assert.is(error.faultName, 'NoSuchService'),
    );
  }
});

const clocks: readonly (readonly [zone: string, daylightSaving: boolean, hour: number | undefined])[] = [
  ['UTC0', false, 23],
  ['CET-1CEST,M3.5.0,M10.5.0/3', true, 0],
  ['<+0530>-5:30', false, 5],
  ['EST5EDT', true, 18],
  ['unreadable', false, undefined],
];

for (const [zone, daylightSaving, hour] of clocks) {
  service(`GetSystemDateAndTime in ${zone}`, async () => {
    const camera = deviceUnderTest({ system: machine({ timeZone: () => zone }) });
    const { SystemDateAndTime: clock } = await camera.call('GetSystemDateAndTime', {});
    assert.equal(clock.UTCDateTime, {
      Time: { Hour: 23, Minute: 59, Second: 58 },
      Date: { Year: 2026, Month: 11, Day: 24 },
    });
    assert.is(clock.LocalDateTime?.Time.Hour, hour);
    assert.equal(clock.TimeZone, { TZ: zone });
    assert.is(clock.DaylightSavings, daylightSaving);
  });
}

service('the clock counts as set by hand only where no server keeps it', async () => {
  const type = async (servers: readonly string[]): Promise<string> => {
    const camera = deviceUnderTest({ system: machine({ ntpServers: () => servers }) });
    return (await camera.call('GetSystemDateAndTime', {})).SystemDateAndTime.DateTimeType;
  };
  assert.is(await type(['ntp.example.com']), 'NTP');
  assert.is(await type([]), 'Manual');
});

service('GetNetworkInterfaces tells the enabled interfaces with their MAC and addresses', async () => {
  const { NetworkInterfaces } = await deviceUnderTest().call('GetNetworkInterfaces', {});
  assert.equal(NetworkInterfaces, [
    {
      token: 'eth0',
      Enabled: true,
      Info: { Name: 'eth0', HwAddress: '02:fc:00:00:00:01', MTU: 1500 },
      IPv4: {
        Enabled: true,
        Config: {
          Manual: [{ Address: '192.0.2.2', PrefixLength: 24 }],
          LinkLocal: { Address: '169.254.7.8', PrefixLength: 16 },
          DHCP: false,
        },
      },
      IPv6: {
        Enabled: true,
        Config: {
          AcceptRouterAdvert: false,
          DHCP: 'Off',
          Manual: [{ Address: '2001:db8::2', PrefixLength: 64 }],
          LinkLocal: [{ Address: 'fe80::1', PrefixLength: 64 }],
          FromDHCP: [],
          FromRA: [],
        },
      },
    },
  ]);
});

service('GetDNS and GetNTP tell names from addresses', async () => {
  const camera = deviceUnderTest();
  assert.equal((await camera.call('GetDNS', {})).DNSInformation.DNSManual, [
    { Type: 'IPv4', IPv4Address: '192.0.2.53' },
    { Type: 'IPv6', IPv6Address: '2001:db8::53' },
    { Type: 'IPv6', IPv6Address: 'fe80::53' },
  ]);
  assert.equal((await camera.call('GetNTP', {})).NTPInformation.NTPManual, [
    { Type: 'IPv4', IPv4Address: '192.0.2.123' },
    { Type: 'DNS', DNSname: 'ntp.example.com' },
  ]);
});

// shows COR-08
service('users are created, changed and deleted; passwords are never told', async () => {
  const camera = deviceUnderTest();
  await camera.call('CreateUsers', {
    User: [
      { Username: 'admin', Password: 'long-enough-1', UserLevel: 'Administrator' },
      { Username: 'viewer', Password: 'long-enough-2', UserLevel: 'User' },
    ],
  });
  await camera.call('SetUser', {
    User: [{ Username: 'viewer', Password: 'long-enough-2', UserLevel: 'Operator' }],
  });
  assert.equal(await camera.call('GetUsers', {}), {
    User: [
      { Username: 'admin', UserLevel: 'Administrator' },
      { Username: 'viewer', UserLevel: 'Operator' },
    ],
  });
  assert.is(camera.users.password('viewer'), 'long-enough-2');
  await camera.call('DeleteUsers', { Username: ['viewer'] });
  assert.equal(
    camera.users.list().map(({ name }) => name),
    ['admin'],
  );
  const extended = { Username: 'x', Password: 'long-enough-3', UserLevel: 'Extended' } as const;
  await camera.call('CreateUsers', { User: [extended] }).then(
    () => assert.unreachable(),
    (error) => assert.is(error.faultName, 'InvalidArgVal'),
  );
});

async function logged(log: readonly string[], entry: string): Promise<void> {
  for (let left = 1000; left > 0 && !log.includes(entry); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

service('a reset of either kind answers, and restarts the device', async () => {
  for (const [FactoryDefault, kind] of [
    ['Soft', 'soft'],
    ['Hard', 'hard'],
  ] as const) {
    const camera = deviceUnderTest();
    assert.equal(await camera.call('SetSystemFactoryDefault', { FactoryDefault }), {});
    await logged(camera.log, 'reboot');
    assert.equal(camera.log, [`reset ${kind}`, 'bye', 'reboot']);
  }
});

service('SystemReboot answers first, then says Bye, then restarts, once', async () => {
  const camera = deviceUnderTest();
  const { Message } = await camera.call('SystemReboot', {});
  await camera.call('SystemReboot', {});
  assert.ok(Message.length > 0);
  assert.equal(camera.log, []);
  await logged(camera.log, 'reboot');
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(camera.log, ['bye', 'reboot']);
});

service('a restart that fails leaves the camera discoverable and able to try again', async () => {
  const reboot = (): Promise<void> => Promise.reject(new Error('no'));
  const camera = deviceUnderTest({ system: machine({ reboot }) });
  for (const _ of [1, 2]) {
    camera.log.length = 0;
    await camera.call('SystemReboot', {});
    await logged(camera.log, 'hello');
    assert.equal(camera.log, ['bye', 'hello']);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

service.run();
