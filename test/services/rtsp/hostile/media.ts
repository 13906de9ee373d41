// time limit: 120 s
import dgram from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeMikey } from '../../../../services/rtsp/mikey/encode.ts';
import { mikeyKeyOf, policyOf } from '../../../../services/rtsp/mikey/srtp-policy.ts';
import { UdpReceiver } from '../../../hal/rtp-receivers.ts';
import { until } from '../../../until.ts';
import { formats, interleaved, RecordedSpeaker, spoken } from '../backchannel/recorded-speaker.ts';
import { handedSocket } from '../handed.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { Watcher } from '../watcher.ts';

const media = suite('hostile/media');

const Require = 'www.onvif.org/ver20/backchannel';
let running: RunningServer;
let speaker: RecordedSpeaker;
let watcher: Watcher;

media.before(async () => {
  speaker = new RecordedSpeaker();
  running = await startServer({}, 60, { fed: true, speakers: speaker });
  const presentation = running.presentations.get('Profile2');
  if (presentation === undefined) throw new Error('no profile');
  const backchannel = { control: 'talk', output: 'AudioOutput1', primacy: 'none', srtp: 'NONE', formats } as const;
  running.presentations.set('Talk', { ...presentation, backchannel });
  const tracks = presentation.tracks.map((track) => ({ ...track, srtp: 'AES_CM_128_HMAC_SHA1_80' as const }));
  running.presentations.set('Secret', { ...presentation, tracks });
  watcher = await Watcher.open(running);
});
media.after(async () => {
  watcher.close();
  await running.stop();
});
media.after.each(() => watcher.check());

/** Packets that are none, or say what is not so. */
const garbage: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from([0x80]),
  Buffer.alloc(7, 0x80),
  Buffer.alloc(12),
  Buffer.alloc(1400, 0xff),
  Buffer.alloc(2047, 0x80),
  // Lengths that point behind the end, counts without blocks, compounds within compounds.
  Buffer.from([0x80, 200, 0xff, 0xff, 0, 0, 0, 1]),
  Buffer.from([0x9f, 201, 0, 1, 0, 0, 0, 1]),
  Buffer.from([0x81, 202, 0, 2, 0, 0, 0, 1, 1, 255, 0, 0]),
  Buffer.from([0x9f, 203, 0, 0]),
  Buffer.from([0x84, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]),
  Buffer.from([0x81, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0]),
  Buffer.concat(Array.from({ length: 100 }, () => Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]))),
];

function* randomly(count: number): Generator<Buffer> {
  let state = 1;
  for (let index = 0; index < count; index += 1) {
    const packet = Buffer.alloc(1 + (index % 200));
    for (let at = 0; at < packet.length; at += 1) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      packet[at] = state >> 16;
    }
    yield packet;
  }
}

async function sendAll(socket: dgram.Socket, ports: readonly number[]): Promise<void> {
  for (const packet of [...garbage, ...randomly(2000)])
    for (const port of ports) await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve));
}

for (const path of ['Profile2', 'Secret']) {
  media(`RTCP garbage by UDP, ${path === 'Secret' ? 'under SRTP' : 'in the clear'}, changes nothing`, async () => {
    const client = RtspClient.over(await handedSocket(running, { role: 'plain', secure: path === 'Secret' }));
    const receiver = await UdpReceiver.open();
    const profile = path === 'Secret' ? 'RTP/SAVP' : 'RTP/AVP';
    const Transport = `${profile};unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
    const setup = await client.request('SETUP', `${running.uri(path)}/track1`, { Transport });
    const Session = setup.headers.get('session')?.split(';')[0] ?? '';
    assert.is((await client.request('PLAY', running.uri(path), { Session })).status, 200);
    const [, rtp, rtcp] = /server_port=(\d+)-(\d+)/.exec(setup.headers.get('transport') ?? '') ?? [];
    for (const packet of [...garbage, ...randomly(500)])
      if (packet.length > 0) await receiver.report(packet, Number(rtcp));
    const stranger = dgram.createSocket('udp4');
    await sendAll(stranger, [Number(rtp), Number(rtcp)]);
    stranger.close();
    let count = 0;
    receiver.onRtp(() => {
      count += 1;
    });
    await until(() => count > 20, 'packets go on');
    assert.is((await client.request('TEARDOWN', running.uri(path), { Session })).status, 200);
    receiver.close();
    client.close();
  });

  media(`garbage interleaved, ${path === 'Secret' ? 'under SRTP' : 'in the clear'}, changes nothing`, async () => {
    const client = RtspClient.over(await handedSocket(running, { role: 'plain', secure: path === 'Secret' }));
    const profile = path === 'Secret' ? 'RTP/SAVP/TCP' : 'RTP/AVP/TCP';
    await client.playInterleaved(running.uri(path), `${profile};unicast;interleaved=0-1`);
    for (const packet of [...garbage, ...randomly(1000)])
      for (const channel of [0, 1, 2, 255]) client.write(interleaved(channel, packet));
    assert.is((await client.request('OPTIONS', '*')).status, 200);
    const { length } = client.packets;
    await until(() => client.packets.length > length + 20, 'packets go on');
    client.close();
  });
}

media('a picture loss told a thousand times costs what one costs', async () => {
  const client = await RtspClient.open(running.port);
  await client.playInterleaved(running.uri('Profile2'));
  await until(() => client.packets.length > 5, 'packets');
  const [packet] = client.packets.filter(({ channel }) => channel === 0);
  const report = Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0]);
  packet?.bytes.copy(report, 8, 8, 12);
  for (let count = 0; count < 1000; count += 1) client.write(interleaved(1, report));
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  client.close();
});

media('frames that are cut off or of a channel nobody opened end nobody else', async () => {
  for (const bytes of [Buffer.from('$'), Buffer.from([0x24, 0, 0xff]), Buffer.from([0x24, 0, 0xff, 0xff, 1, 2, 3])]) {
    const client = await RtspClient.open(running.port);
    await client.playInterleaved(running.uri('Profile2'));
    client.write(bytes);
    client.socket.end();
    await until(() => client.closed, 'the end');
  }
  await until(() => running.server.sessions.length === 1, 'the end of the sessions');
});

/** Packets of a talker nobody should believe: types, sizes, orders, versions, padding and extensions that lie. */
function* wrongSpeech(): Generator<Buffer> {
  const offered = [0, 8, 99, 104];
  yield* garbage;
  // Random bytes that are a correct packet by chance may be played.
  const isWrong = (packet: Buffer): boolean => (packet[0] ?? 0) >> 6 !== 2 || !offered.includes((packet[1] ?? 0) & 127);
  for (const packet of randomly(300)) if (isWrong(packet)) yield packet;
  for (let type = 0; type < 128; type += 1) if (!offered.includes(type)) yield spoken(type, { type });
  for (const size of [0, 1, 2037, 4000, 60_000]) yield spoken(size, { size, type: 77 });
  for (const first of [0x00, 0x40, 0xc0, 0x8f]) {
    const packet = spoken(1, { size: 20 });
    packet[0] = first;
    yield packet;
  }
}

async function talk(client: RtspClient): Promise<void> {
  const Transport = 'RTP/AVP/TCP;interleaved=0-1';
  const setup = await client.request('SETUP', `${running.uri('Talk')}/talk`, { Require, Transport });
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.is((await client.request('PLAY', running.uri('Talk'), { Require, Session })).status, 200);
}

media('a talker whose packets are wrong is not played', async () => {
  speaker.packets.length = 0;
  const client = await RtspClient.open(running.port);
  await talk(client);
  for (const packet of wrongSpeech()) client.write(interleaved(0, packet));
  await new Promise((resolve) => setTimeout(resolve, 1200));
  client.write(interleaved(0, spoken(500)));
  await until(() => speaker.packets.some(({ packet }) => packet.readUInt16BE(2) === 500), 'the good one');
  assert.equal([...new Set(speaker.packets.map(({ packet }) => (packet[1] ?? 0) & 127))], [0]);
  client.close();
  await until(() => running.server.sessions.length === 1, 'the end of the session');
});

media('a talker out of order and far too fast is bounded, and its reports stay sane', async () => {
  speaker.packets.length = 0;
  const client = await RtspClient.open(running.port);
  await talk(client);
  for (let count = 0; count < 5000; count += 1) client.write(interleaved(0, spoken((count * 7919) & 0xffff)));
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  await until(() => client.packets.some(({ channel }) => channel === 1), 'a report');
  const report = client.packets.find(({ channel }) => channel === 1)?.bytes ?? Buffer.alloc(0);
  assert.is(report[1], 201);
  assert.is(report.readUInt32BE(8), 0xbeef);
  assert.ok(speaker.packets.length <= 600, `${speaker.packets.length} of 5000 were played`);
  client.close();
  await until(() => running.server.sessions.length === 1, 'the end of the session');
});

media('whoever has no key cannot speak under SRTP', async () => {
  const talkPlace = running.presentations.get('Talk');
  if (talkPlace?.backchannel === undefined) throw new Error('no backchannel');
  const srtp = 'AES_CM_128_HMAC_SHA1_80' as const;
  running.presentations.set('SecretTalk', { ...talkPlace, backchannel: { ...talkPlace.backchannel, srtp } });
  const key = { algorithm: srtp, master: Buffer.alloc(30, 5), mki: Buffer.from([5]) };
  const message = { bundle: 1, sessions: [], policies: [policyOf(srtp)], keys: [mikeyKeyOf(key)] };
  const KeyMgmt = `prot=mikey;uri="";data="${encodeMikey(message).toString('base64')}"`;
  const client = RtspClient.over(await handedSocket(running, { role: 'plain', secure: true }));
  const uri = running.uri('SecretTalk');
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const Transport = `RTP/SAVP;unicast;client_port=${port}-${port + 1}`;
  const setup = await client.request('SETUP', `${uri}/talk`, { Require, Transport, KeyMgmt });
  assert.is(setup.status, 200);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.is((await client.request('PLAY', uri, { Require, Session })).status, 200);
  speaker.packets.length = 0;
  const server = Number(/server_port=(\d+)/.exec(setup.headers.get('transport') ?? '')?.[1]);
  for (let count = 0; count < 20; count += 1) socket.send(spoken(count), server, '127.0.0.1');
  await sendAll(socket, [server, server + 1]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(speaker.packets.length, 0);
  await client.request('TEARDOWN', uri, { Require, Session });
  socket.close();
  client.close();
});

media.run();
