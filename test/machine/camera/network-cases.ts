import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { firstLine, rtspRequest, webRequest } from './client.ts';
import { inGuest, logged, manager } from './guest.ts';
import type { Story } from './story-parts.ts';

const address4 = (address: string, prefix = 24): string =>
  `<tt:Manual><tt:Address>${address}</tt:Address><tt:PrefixLength>${prefix}</tt:PrefixLength></tt:Manual>`;

const interfaces = (inside: string, token = 'eth0'): string =>
  `<tds:SetNetworkInterfaces><tds:InterfaceToken>${token}</tds:InterfaceToken><tds:NetworkInterface>${inside}</tds:NetworkInterface></tds:SetNetworkInterfaces>`;

const byHand = (...addresses: readonly string[]): string =>
  interfaces(`<tt:IPv4>${addresses.map((one) => address4(one)).join('')}<tt:DHCP>false</tt:DHCP></tt:IPv4>`);

const gateway = (address: string, family = 4): string =>
  `<tds:SetNetworkDefaultGateway><tds:IPv${family}Address>${address}</tds:IPv${family}Address></tds:SetNetworkDefaultGateway>`;

/** Trial of an address that a client uses: found at the new one, kept, and gone from the old one. */
async function moves({ camera, ear }: Story, to: string, message: string): Promise<void> {
  const before = camera.host;
  const heard = ear.heard.length;
  await camera.ask(message);
  await ear.hello(`//${to}`, heard);
  assert.ok(
    (await ear.probe()).some((url) => url.includes(`//${to}`)),
    'the probe is answered from the new address',
  );
  camera.host = to;
  await camera.ask('<tds:GetUsers/>');
  await until(async () => (await inGuest('ip -o -4 addr show eth0')).includes(` ${to}/24 `), 'the address', 5_000);
  await until(async () => (await logged('the new network settings are kept')) !== '', 'the settings are kept', 10_000);
  if (before !== to) assert.is(await firstLine({ host: before, port: 80 }, webRequest), '');
}

/** Cases of addresses, names and servers. */
export function networkCases(story: Story): void {
  const { camera, test } = story;
  dhcpCases(story);

  test('moves from DHCP to an address by hand and is found there', () =>
    moves(story, '10.9.0.50', byHand('10.9.0.50')));

  test('moves to another address by hand, with one of IPv6', async () => {
    await inGuest('journalctl --rotate -q; true');
    const six = `<tt:IPv6><tt:Enabled>true</tt:Enabled>${address4('fd00:9::51', 64)}</tt:IPv6>`;
    const four = `<tt:IPv4>${address4('10.9.0.51')}<tt:DHCP>false</tt:DHCP></tt:IPv4>`;
    await moves(story, '10.9.0.51', interfaces(four + six));
    camera.host = 'fd00:9::51';
    await until(async () => (await camera.send('<tds:GetUsers/>')).status === 200, 'SOAP by IPv6', 10_000);
    camera.host = '10.9.0.51';
  });

  serverCases(story);
  zeroConfigurationCase(story);
  refusalCase(story);
  fallbackCases(story);
}

function serverCases({ camera, test }: Story): void {
  test('takes gateways and name servers by hand, for the system too', async () => {
    await camera.ask(gateway('10.9.0.254'));
    await until(async () => /via 10\.9\.0\.254/.test(await inGuest('ip route show default')), 'the gateway', 10_000);
    assert.match(await camera.ask('<tds:GetNetworkDefaultGateway/>'), '10.9.0.254');
    const server = '<tds:DNSManual><tt:Type>IPv4</tt:Type><tt:IPv4Address>10.9.0.2</tt:IPv4Address></tds:DNSManual>';
    await camera.ask(
      `<tds:SetDNS><tds:FromDHCP>false</tds:FromDHCP><tds:SearchDomain>yard.lan</tds:SearchDomain>${server}</tds:SetDNS>`,
    );
    const known = 'cat /run/systemd/resolve/resolv.conf /etc/resolv.conf 2>/dev/null';
    await until(async () => /nameserver 10\.9\.0\.2\b/.test(await inGuest(known)), 'the server of the system', 10_000);
    assert.match(await inGuest(known), /search .*yard\.lan/);
    const told = await camera.ask('<tds:GetDNS/>');
    for (const fact of ['10.9.0.2', 'yard.lan', 'FromDHCP>false']) assert.match(told, fact);
  });
}

function zeroConfigurationCase({ camera, test }: Story): void {
  test('has a link-local address beside the other one while zero configuration is on', async () => {
    const set = (on: boolean): string =>
      `<tds:SetZeroConfiguration><tds:InterfaceToken>eth0</tds:InterfaceToken><tds:Enabled>${on}</tds:Enabled></tds:SetZeroConfiguration>`;
    const has = async (): Promise<boolean> => /169\.254\./.test(await inGuest('ip -o -4 addr show eth0'));
    await camera.ask(set(true));
    await until(has, 'a link-local address', 20_000);
    await until(async () => /169\.254\./.test(await camera.ask('<tds:GetZeroConfiguration/>')), 'it is told', 5_000);
    await camera.ask('<tds:GetUsers/>');
    await camera.ask(set(false));
    await until(async () => !(await has()), 'no link-local address', 20_000);
    await camera.ask('<tds:GetUsers/>');
  });
}

function refusalCase({ camera, test }: Story): void {
  test('refuses duplicates and addresses of other families, and stays where it is', async () => {
    for (const [message, fault] of [
      [byHand('10.9.0.60', '10.9.0.60'), 'InvalidIPv4Address'],
      [byHand('fd00:9::60'), 'InvalidIPv4Address'],
      [byHand('224.0.0.9'), 'InvalidIPv4Address'],
      [byHand('10.9.0.255'), 'InvalidIPv4Address'],
      [
        interfaces(`<tt:IPv6><tt:Enabled>true</tt:Enabled>${address4('10.9.0.60', 64)}</tt:IPv6>`),
        'InvalidIPv6Address',
      ],
      [interfaces(`<tt:IPv4>${address4('10.9.0.60')}</tt:IPv4>`, 'eth9'), 'InvalidNetworkInterface'],
      [gateway('fd00:9::1'), 'InvalidGatewayAddress'],
      [gateway('10.9.0.1', 6), 'InvalidGatewayAddress'],
      ['<tds:SetHostname><tds:Name>-no;name</tds:Name></tds:SetHostname>', 'InvalidHostname'],
    ] as const)
      await camera.refused(message, fault);
    assert.match(await inGuest('ip -o -4 addr show eth0'), '10.9.0.51/24');
  });
}

function fallbackCases({ camera, ear, test }: Story): void {
  test('is back at its address within the minute when nobody reaches the new one', async () => {
    const heard = ear.heard.length;
    const begun = performance.now();
    await camera.ask(byHand('192.168.77.5'));
    await until(async () => (await inGuest('ip -o -4 addr show eth0')).includes('192.168.77.5'), 'the trial', 20_000);
    assert.is(await firstLine({ host: camera.host, port: 80 }, webRequest), '');
    await ear.hello('//10.9.0.51', heard, 90_000);
    const passed = performance.now() - begun;
    assert.ok(passed > 50_000 && passed < 80_000, `back after ${passed} ms`);
    await camera.ask('<tds:GetUsers/>');
    assert.match(await logged('no client arrived by the new addresses'), 'the old settings are back');
    assert.match(await camera.ask('<tds:GetNetworkInterfaces/>'), '10.9.0.51');
  });

  test('is back at its address also when the firmware is killed in the trial', async () => {
    await camera.ask(byHand('192.168.77.6'));
    await until(async () => (await inGuest('ip -o -4 addr show eth0')).includes('192.168.77.6'), 'the trial', 20_000);
    await inGuest('systemctl kill -s KILL vedette');
    await until(
      async () => (await inGuest('ip -o -4 addr show eth0')).includes('10.9.0.51'),
      'the old address',
      80_000,
    );
    await until(async () => (await camera.send('<tds:GetUsers/>')).status === 200, 'SOAP', 60_000);
    await until(async () => (await ear.probe()).some((url) => url.includes('//10.9.0.51')), 'discovery', 30_000);
  });
}

/** Cases at the address of a DHCP server. */
function dhcpCases({ camera, test }: Story): void {
  test('tells address, gateway, name servers and domain of DHCP', async () => {
    const told = await camera.ask('<tds:GetNetworkInterfaces/>');
    assert.match(told, new RegExp(`FromDHCP>.*?${camera.host}`, 's'));
    assert.match(await camera.ask('<tds:GetNetworkDefaultGateway/>'), '10.9.0.1');
    const dns = await camera.ask('<tds:GetDNS/>');
    assert.match(dns, /FromDHCP>true/);
    assert.match(dns, /DNSFromDHCP>.*10\.9\.0\.1/s);
  });

  test('takes a host name, and that of the DHCP server', async () => {
    await camera.ask('<tds:SetHostname><tds:Name>cam-gate</tds:Name></tds:SetHostname>');
    assert.is(await inGuest('hostname'), 'cam-gate');
    assert.match(await camera.ask('<tds:GetHostname/>'), 'cam-gate');
    if (manager === 'networkd') {
      await camera.ask('<tds:SetHostnameFromDHCP><tds:FromDHCP>true</tds:FromDHCP></tds:SetHostnameFromDHCP>');
      await until(async () => (await inGuest('hostname')) === 'cam-by-dhcp', 'the name of DHCP', 10_000);
      assert.match(await camera.ask('<tds:GetHostname/>'), 'cam-by-dhcp');
    }
    await camera.ask('<tds:SetHostname><tds:Name>cam-hall</tds:Name></tds:SetHostname>');
    assert.is(await inGuest('hostname'), 'cam-hall');
  });
}

const protocol = (name: string, port: number): string =>
  `<tds:NetworkProtocols><tt:Name>${name}</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>${port}</tt:Port></tds:NetworkProtocols>`;

const filter = (type: string, address: string, name = 'Set'): string =>
  `<tds:${name}IPAddressFilter><tds:IPAddressFilter><tt:Type>${type}</tt:Type><tt:IPv4Address><tt:Address>${address}</tt:Address><tt:PrefixLength>32</tt:PrefixLength></tt:IPv4Address></tds:IPAddressFilter></tds:${name}IPAddressFilter>`;

/** Cases of ports and of who may connect to them. */
export function portCases({ camera, test }: Story): void {
  const line = (kind: 'http' | 'https' | 'rtsp', from = '10.9.0.1'): Promise<string> => {
    const port = { http: 8080, https: 8443, rtsp: 8554 }[kind];
    const request = kind === 'rtsp' ? rtspRequest : webRequest;
    return firstLine({ host: camera.host, port, from, tls: kind === 'https' }, request);
  };
  const kinds = ['http', 'https', 'rtsp'] as const;
  const serves = async (from?: string): Promise<readonly boolean[]> =>
    Promise.all(kinds.map(async (kind) => /^(?:HTTP|RTSP)\/1/.test(await line(kind, from))));

  test('serves new ports of HTTP, HTTPS and RTSP at once, and after a restart', async () => {
    const all = [protocol('HTTP', 8080), protocol('HTTPS', 8443), protocol('RTSP', 8554)].join('');
    await camera.ask(`<tds:SetNetworkProtocols>${all}</tds:SetNetworkProtocols>`);
    camera.port = 8080;
    assert.equal(await serves(), [true, true, true]);
    await inGuest('systemctl restart vedette');
    await until(async () => (await camera.send('<tds:GetUsers/>')).status === 200, 'SOAP after the restart', 60_000);
    assert.equal(await serves(), [true, true, true]);
    assert.is(await firstLine({ host: camera.host, port: 554 }, rtspRequest), '');
  });

  test('lets an address that is denied connect to no port, and others to each', async () => {
    assert.equal(await serves('10.9.0.2'), [true, true, true]);
    await camera.ask(filter('Deny', '10.9.0.2'));
    await until(async () => (await serves('10.9.0.2')).every((one) => !one), 'nothing is served', 10_000);
    assert.equal(await serves(), [true, true, true]);
    await camera.ask(filter('Deny', '10.9.0.2', 'Remove'));
    await until(async () => (await serves('10.9.0.2')).every((one) => one), 'all is served', 10_000);
  });

  test('ends a filter that refuses its maker within a minute, and warns of it in the log', async () => {
    await camera.ask(filter('Allow', '10.9.0.7'));
    assert.match(await logged('refuses the client that sets it'), 'it ends in 60 s');
    await until(async () => (await serves()).every((one) => !one), 'nothing is served', 10_000);
    await until(async () => (await serves()).every((one) => one), 'all is served again', 75_000);
  });
}
