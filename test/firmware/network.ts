// time limit: 150 s
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('network and clock of a running camera');
const data = temporaryFolder();
let camera: Camera;
let onvif: string;

room.before(async () => {
  camera = await startCamera([], {}, data);
  onvif = camera.summary.onvif;
});

room.after(async () => {
  await camera.stop();
});

function send(message: string, ahead = 0, url = onvif): Promise<SoapReply> {
  return soap(url, message, [camera.admin, camera.password], ahead);
}

async function ask(message: string, url = onvif): Promise<string> {
  const { status, text } = await send(message, 0, url);
  assert.is(status, 200, text);
  return text;
}

/** A port that nobody has at present. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const protocol = (name: string, port: number, enabled = true): string =>
  `<tds:NetworkProtocols><tt:Name>${name}</tt:Name><tt:Enabled>${enabled}</tt:Enabled><tt:Port>${port}</tt:Port></tds:NetworkProtocols>`;
const setProtocols = (...protocols: readonly string[]): string =>
  `<tds:SetNetworkProtocols>${protocols.join('')}</tds:SetNetworkProtocols>`;

/** Answer to an RTSP OPTIONS; empty where the connection is closed. */
async function rtspOptions(port: number, localAddress = '127.0.0.1'): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    socket.end();
  });
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'));
  await new Promise((resolve) => socket.once('close', resolve));
  return text.split('\r\n')[0] ?? '';
}

/** Status line of the web port as a client of that address gets it; empty where the connection is closed. */
async function webStatus(port: number, localAddress: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write('GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
  await new Promise((resolve) => socket.once('close', resolve));
  return text.split('\r\n')[0] ?? '';
}

const portOf = (url: string): number => Number(new URL(url).port);

// shows COR-06a
room('ports move at once, the old web port answers beside the new one, and a taken port is refused', async () => {
  const [http, rtsp] = [await freePort(), await freePort()];
  const before = { http: portOf(onvif), rtsp: portOf(camera.summary.rtsp[0] ?? '') };
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  for (const message of [
    setProtocols(protocol('HTTP', port)),
    setProtocols(protocol('HTTP', http), protocol('RTSP', port)),
    setProtocols(protocol('HTTP', http), protocol('RTSP', http)),
  ]) {
    const { status, text } = await send(message);
    assert.is(status, 400);
    assert.match(text, 'PortAlreadyInUse');
  }
  taken.close();
  const told = await ask('<tds:GetNetworkProtocols/>');
  assert.match(told, `<tt:Port>${before.http}</tt:Port>`);
  assert.match(told, `<tt:Port>${before.rtsp}</tt:Port>`);
  assert.match(await rtspOptions(before.rtsp), /^RTSP\/1\.0 /);
  await ask(setProtocols(protocol('HTTP', http), protocol('RTSP', rtsp)));
  const moved = onvif.replace(`:${before.http}`, `:${http}`);
  for (const url of [onvif, moved])
    assert.match(await ask('<tds:GetNetworkProtocols/>', url), `<tt:Port>${http}</tt:Port>`);
  assert.match(await rtspOptions(rtsp), /^RTSP\/1\.0 /);
  assert.is(await rtspOptions(before.rtsp), '');
  onvif = moved;
});

room('HTTPS is switched on without a restart, and HTTP off then, but not both', async () => {
  const https = await freePort();
  await ask(setProtocols(protocol('HTTPS', https)));
  const secure = onvif.replace(/^http:\/\/127\.0\.0\.1:\d+/, `https://127.0.0.1:${https}`);
  assert.match(await ask('<tds:GetNetworkProtocols/>', secure), `<tt:Port>${https}</tt:Port>`);
  const none = setProtocols(protocol('HTTPS', https, false), protocol('HTTP', portOf(onvif), false));
  assert.is((await send(none)).status, 400);
  await ask(setProtocols(protocol('HTTPS', https, false)));
});

// shows COR-06b
room('the address filter holds on the web port, on RTSP, and for nobody else', async () => {
  const rtsp = Number(/<tt:Name>RTSP<.*?<tt:Port>(\d+)/.exec(await ask('<tds:GetNetworkProtocols/>'))?.[1]);
  const web = portOf(onvif);
  assert.match(await webStatus(web, '127.0.0.2'), /^HTTP\/1\.1 /);
  const range =
    '<tt:IPv4Address><tt:Address>127.0.0.2</tt:Address><tt:PrefixLength>32</tt:PrefixLength></tt:IPv4Address>';
  const filter = (name: string): string =>
    `<tds:${name}><tds:IPAddressFilter><tt:Type>Deny</tt:Type>${range}</tds:IPAddressFilter></tds:${name}>`;
  await ask(filter('SetIPAddressFilter'));
  assert.is(await webStatus(web, '127.0.0.2'), '');
  await until(async () => (await rtspOptions(rtsp, '127.0.0.2')) === '', 'RTSP refuses the address');
  assert.match(await rtspOptions(rtsp), /^RTSP\/1\.0 /);
  assert.match(await webStatus(web, '127.0.0.1'), /^HTTP\/1\.1 /);
  await ask(filter('RemoveIPAddressFilter'));
  assert.match(await webStatus(web, '127.0.0.2'), /^HTTP\/1\.1 /);
});

// shows COR-07a
room('a manual time is read back within a second, and tokens go by it', async () => {
  const ahead = 86_400_000;
  const at = new Date(Date.now() + ahead);
  const time = `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date = `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
  const zone = '<tds:TimeZone><tt:TZ>CET-1CEST,M3.5.0,M10.5.0/3</tt:TZ></tds:TimeZone>';
  await ask(
    `<tds:SetSystemDateAndTime><tds:DateTimeType>Manual</tds:DateTimeType><tds:DaylightSavings>true</tds:DaylightSavings>${zone}<tds:UTCDateTime>${time}${date}</tds:UTCDateTime></tds:SetSystemDateAndTime>`,
  );
  const { text } = await soap(onvif, '<tds:GetSystemDateAndTime/>');
  const told =
    /<tt:UTCDateTime>.*?<tt:Hour>(\d+).*?<tt:Minute>(\d+).*?<tt:Second>(\d+).*?<tt:Year>(\d+).*?<tt:Month>(\d+).*?<tt:Day>(\d+)/.exec(
      text,
    );
  const [hour = 0, minute = 0, second = 0, year = 0, month = 0, day = 0] = (told ?? []).slice(1).map(Number);
  const off = Date.UTC(year, month - 1, day, hour, minute, second) - (Date.now() + ahead);
  assert.ok(off <= 0 && off > -2_000, `${off} ms`);
  assert.match(text, '<tt:TZ>CET-1CEST,M3.5.0,M10.5.0/3</tt:TZ>');
  const { status } = await send('<tds:GetUsers/>', ahead);
  assert.is(status, 200);
});

room('names, servers and all that was set are there after a restart', async () => {
  const ahead = 86_400_000;
  const messages = [
    '<tds:SetHostname><tds:Name>camera-hall</tds:Name></tds:SetHostname>',
    '<tds:SetDNS><tds:DNSManual><tt:Type>IPv4</tt:Type><tt:IPv4Address>192.0.2.54</tt:IPv4Address></tds:DNSManual></tds:SetDNS>',
    '<tds:SetNTP><tds:NTPManual><tt:Type>DNS</tt:Type><tt:DNSname>ntp.example.net</tt:DNSname></tds:NTPManual></tds:SetNTP>',
  ];
  for (const message of messages) assert.is((await send(message, ahead)).status, 200, message);
  await camera.stop();
  camera = await startCamera([], {}, data);
  assert.is(portOf(camera.summary.onvif), portOf(onvif));
  const told = await Promise.all(
    ['GetHostname', 'GetDNS', 'GetNTP'].map(async (name) => (await send(`<tds:${name}/>`, ahead)).text),
  );
  for (const fact of ['camera-hall', '192.0.2.54', 'ntp.example.net']) assert.match(told.join(''), fact);
  const { text } = await soap(onvif, '<tds:GetSystemDateAndTime/>');
  assert.match(text, '<tt:TZ>CET-1CEST,M3.5.0,M10.5.0/3</tt:TZ>');
});

room.run();
