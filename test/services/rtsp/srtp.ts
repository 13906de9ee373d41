// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SrtpAlgorithm } from '../../../hal/ports/rtp-stream.ts';
import { decodeMikeyText } from '../../../services/rtsp/mikey/decode.ts';
import { encodeMikey } from '../../../services/rtsp/mikey/encode.ts';
import { mikeyKeyOf, policyOf, srtpForms, srtpKeyOf } from '../../../services/rtsp/mikey/srtp-policy.ts';
import { UdpReceiver } from '../../hal/rtp-receivers.ts';
import { until } from '../../until.ts';
import { handedSocket } from './handed.ts';
import { type Reply, RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const srtp = suite('srtp');

let running: RunningServer;
let client: RtspClient;

srtp.before(async () => {
  running = await startServer();
});
srtp.after(() => running.stop());
srtp.before.each(async () => {
  configure('AES_CM_128_HMAC_SHA1_80');
  client = RtspClient.over(await handedSocket(running, { role: 'plain', secure: true }));
});
srtp.after.each(async () => {
  client.close();
  for (const session of running.server.sessions) await teardown(session.id, session.path);
});

/** UDP sessions outlive their connection. */
async function teardown(Session: string, path: string): Promise<void> {
  const other = await RtspClient.open(running.port);
  await other.request('TEARDOWN', running.uri(path), { Session });
  other.close();
}

function configure(algorithm: SrtpAlgorithm | 'NONE'): void {
  const presentation = running.presentations.get('Profile2');
  if (presentation === undefined) throw new Error('no profile');
  const tracks = presentation.tracks.map((track) => ({ ...track, srtp: algorithm }));
  running.presentations.set('Profile2', { ...presentation, tracks });
}

function messageOf(algorithm: SrtpAlgorithm, octet: number, mki: Uint8Array = Buffer.from([octet])): string {
  const { key, salt } = srtpForms[algorithm];
  const srtpKey = { algorithm, master: Buffer.alloc(key + salt, octet), mki };
  const keys = [mikeyKeyOf(srtpKey)];
  return encodeMikey({ bundle: 1, sessions: [], policies: [policyOf(algorithm)], keys }).toString('base64');
}

const keyMgmt = (data: string): string => `prot=mikey;uri="";data="${data}"`;
const idOf = (reply: Reply): string => reply.headers.get('session')?.split(';')[0] ?? '';

/** RTP of a receiver, as it came: protected. */
async function receive(
  profile: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ receiver: UdpReceiver; raw: Buffer[]; Session: string; setup: Reply }> {
  const receiver = await UdpReceiver.open();
  const raw: Buffer[] = [];
  receiver.onRtp((packet) => raw.push(packet));
  const Transport = `${profile};unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const setup = await client.request('SETUP', `${running.uri('Profile2')}/track1`, { Transport, ...headers });
  const Session = idOf(setup);
  if (setup.status === 200) {
    assert.is((await client.request('PLAY', running.uri('Profile2'), { Session })).status, 200);
    await until(() => raw.length > 20 && receiver.rtcp.length > 0, 'packets');
  }
  return { receiver, raw, Session, setup };
}

/** Whether packets are what that key protects. */
function opens(data: string, packets: readonly Buffer[]): boolean {
  const context = running.engine.openSrtp(srtpKeyOf(decodeMikeyText(data)));
  const plain = packets.map((packet) => context.unprotectRtp(packet));
  context.close();
  return plain.length > 0 && plain.every((packet) => packet !== undefined && (packet[1] ?? 0) % 128 === 96);
}

// shows STR-09, STR-100, STR-101
for (const algorithm of Object.keys(srtpForms) as SrtpAlgorithm[]) {
  srtp(`sends what the key of the SDP opens, with ${algorithm}`, async () => {
    configure(algorithm);
    const sdp = await client.request('DESCRIBE', running.uri('Profile2'));
    assert.match(sdp.body, 'm=video 0 RTP/SAVP 96\r\n');
    const key = /a=key-mgmt:mikey (\S+)/.exec(sdp.body)?.[1] ?? '';
    const { receiver, raw, setup } = await receive('RTP/SAVP');
    const ssrc = Number.parseInt(/ssrc=(\w+)/.exec(setup.headers.get('transport') ?? '')?.[1] ?? '', 16);
    assert.is(decodeMikeyText(key).sessions[0]?.ssrc, ssrc);
    assert.is(srtpKeyOf(decodeMikeyText(key)).algorithm, algorithm);
    assert.ok(opens(key, raw));
    const context = running.engine.openSrtp(srtpKeyOf(decodeMikeyText(key)));
    assert.is(context.unprotectRtcp(receiver.rtcp[0] ?? Buffer.alloc(0))?.[1], 200);
    context.close();
    receiver.close();
  });
}

srtp('tells no key where the connection is not secure, or the configuration wants none', async () => {
  const open = await RtspClient.open(running.port);
  const plain = await open.request('DESCRIBE', running.uri('Profile2'));
  assert.match(plain.body, 'm=video 0 RTP/AVP 96');
  assert.not.match(plain.body, /mikey/);
  const Transport = 'RTP/SAVP;unicast;client_port=7000-7001';
  const track = `${running.uri('Profile2')}/track1`;
  assert.is((await open.request('SETUP', track, { Transport })).status, 461);
  const KeyMgmt = keyMgmt(messageOf('AES_CM_128_HMAC_SHA1_80', 1));
  assert.is((await open.request('SETUP', track, { Transport, KeyMgmt })).status, 461);
  open.close();
  configure('NONE');
  assert.match((await client.request('DESCRIBE', running.uri('Profile2'))).body, 'm=video 0 RTP/AVP 96');
  assert.is((await client.request('SETUP', track, { Transport })).status, 461);
});

srtp('on a secure connection plain RTP goes over TCP only', async () => {
  const track = `${running.uri('Profile2')}/track1`;
  const udp = { Transport: 'RTP/AVP;unicast;client_port=7000-7001' };
  assert.is((await client.request('SETUP', track, udp)).status, 461);
  await client.playInterleaved(running.uri('Profile2'), 'RTP/AVP/TCP;unicast');
  await until(() => client.packets.length > 5, 'packets');
});

srtp('interleaves what the key of the SDP opens', async () => {
  const sdp = await client.request('DESCRIBE', running.uri('Profile2'));
  const key = /a=key-mgmt:mikey (\S+)/.exec(sdp.body)?.[1] ?? '';
  await client.playInterleaved(running.uri('Profile2'), 'RTP/SAVP/TCP;unicast');
  const rtp = (): readonly Buffer[] => client.packets.filter(({ channel }) => channel === 0).map(({ bytes }) => bytes);
  await until(() => rtp().length > 20, 'packets');
  assert.ok(opens(key, rtp()));
});

// shows STR-101, STR-102
srtp('uses the key of the client, whatever its algorithm', async () => {
  const data = messageOf('AEAD_AES_256_GCM', 9);
  const { receiver, raw, Session } = await receive('RTP/SAVPF', { KeyMgmt: keyMgmt(data) });
  assert.ok(opens(data, raw));
  const next = messageOf('AEAD_AES_256_GCM', 11);
  const track = `${running.uri('Profile2')}/track1`;
  assert.is((await client.request('SET_PARAMETER', track, { Session }, `mikey: ${next}\r\n`)).status, 200);
  raw.length = 0;
  await until(() => raw.length > 30, 'packets with the new key');
  assert.ok(opens(next, raw.slice(10)));
  const told = await client.request('GET_PARAMETER', track, { Session }, 'mikey\r\n');
  assert.is(told.status, 200);
  assert.equal(srtpKeyOf(decodeMikeyText(/mikey: (\S+)/.exec(told.body)?.[1] ?? '')).mki, Buffer.from([11]));
  receiver.close();
});

srtp('a key without MKI is what the client sends with; it receives with the key of the SDP, without MKI', async () => {
  const sdp = await client.request('DESCRIBE', running.uri('Profile2'));
  const key = /a=key-mgmt:mikey (\S+)/.exec(sdp.body)?.[1] ?? '';
  const data = messageOf('AES_CM_128_HMAC_SHA1_80', 5, new Uint8Array());
  const { receiver, raw, setup, Session } = await receive('RTP/SAVP', { KeyMgmt: keyMgmt(data) });
  const bare = running.engine.openSrtp({ ...srtpKeyOf(decodeMikeyText(key)), mki: new Uint8Array() });
  assert.ok(raw.every((packet) => bare.unprotectRtp(packet) !== undefined));
  bare.close();
  const session = running.server.sessions.find(({ id }) => id === Session);
  if (session === undefined) throw new Error('no session');
  session.lastSeen = 0;
  const context = running.engine.openSrtp(srtpKeyOf(decodeMikeyText(data)));
  const rtcpPort = Number(/server_port=\d+-(\d+)/.exec(setup.headers.get('transport') ?? '')?.[1]);
  await receiver.report(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 9]), rtcpPort);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(session.lastSeen, 0, 'a plain report proves nothing');
  await receiver.report(context.protectRtcp(Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 9])), rtcpPort);
  await until(() => session.lastSeen > 0, 'the sign of life');
  context.close();
  receiver.close();
  await client.request('TEARDOWN', running.uri('Profile2'), { Session });
  const again = await client.request('DESCRIBE', running.uri('Profile2'));
  assert.not.match(again.body, key, 'the next receiver gets another key');
});

const bad: readonly [string, string][] = [
  ['a header that is none', 'x'],
  ['another protocol', 'prot=sdes;uri="";data="AQAF"'],
  ['no base64', keyMgmt('***')],
  ['a message cut off', keyMgmt(messageOf('AES_CM_128_HMAC_SHA1_80', 1).slice(0, 40))],
];

for (const [what, KeyMgmt] of bad) {
  srtp(`answers ${what} in KeyMgmt with 463`, async () => {
    const Transport = 'RTP/SAVP;unicast;client_port=7000-7001';
    const reply = await client.request('SETUP', `${running.uri('Profile2')}/track1`, { Transport, KeyMgmt });
    assert.is(reply.status, 463);
  });
}

// shows STR-102
srtp('a key that others use is not changed by one of them', async () => {
  const first = await receive('RTP/SAVP');
  const second = await receive('RTP/SAVP');
  const body = `mikey: ${messageOf('AES_CM_128_HMAC_SHA1_80', 3)}`;
  const uri = running.uri('Profile2');
  assert.is((await client.request('SET_PARAMETER', uri, { Session: first.Session }, body)).status, 463);
  await client.request('TEARDOWN', uri, { Session: second.Session });
  assert.is((await client.request('SET_PARAMETER', uri, { Session: first.Session }, 'mikey: AQAF')).status, 463);
  assert.is((await client.request('SET_PARAMETER', uri, { Session: first.Session }, body)).status, 200);
  for (const { receiver } of [first, second]) receiver.close();
});

srtp.run();
