// time limit: 180 s
import dgram from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Backchannel } from '../../../../services/rtsp/server-options.ts';
import { rtcpTypes } from '../../../hal/rtp-packets.ts';
import { until } from '../../../until.ts';
import { handedSocket, openTunnel, openWebSocket } from '../handed.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { formats, interleaved, RecordedSpeaker, spoken } from './recorded-speaker.ts';

const backchannel = suite('backchannel');

const Require = 'www.onvif.org/ver20/backchannel';
let running: RunningServer;
let speaker: RecordedSpeaker;

function configure(primacy: Backchannel['primacy']): void {
  const presentation = running.presentations.get('Profile2');
  if (presentation === undefined) throw new Error('no profile');
  // The test board has no microphone: its second picture stands for the sound that a half-duplex device holds back.
  const [video] = presentation.tracks;
  if (video === undefined) throw new Error('no track');
  running.presentations.set('Talk', {
    ...presentation,
    tracks: [video, { ...video, control: 'sound', kind: 'audio' }],
    backchannel: { control: 'backchannel', output: 'AudioOutput1', primacy, srtp: 'NONE', formats },
  });
}

backchannel.before(async () => {
  speaker = new RecordedSpeaker();
  running = await startServer({ speakerTime: 1_000, requestTime: 1_000 }, 60, { speakers: speaker });
});
backchannel.after(() => running.stop());
backchannel.before.each(() => {
  configure('none');
  speaker.packets.length = 0;
});
backchannel.after.each(() => until(() => running.server.sessions.length === 0, 'the end of the sessions'));

/** Sets up the backchannel alone over the client's connection and plays. */
async function talk(client: RtspClient): Promise<string> {
  const uri = running.uri('Talk');
  const setup = await client.request('SETUP', `${uri}/backchannel`, {
    Require,
    Transport: 'RTP/AVP/TCP;interleaved=0-1',
  });
  assert.is(setup.status, 200);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.is((await client.request('PLAY', uri, { Require, Session })).status, 200);
  return Session;
}

/** Which packets were played. */
const played = (): readonly number[] => speaker.packets.map(({ packet }) => packet.readUInt16BE(2));

// shows STR-80, STR-81
backchannel('is described to those who ask for it, all codecs in one section, PCMU first', async () => {
  const client = await RtspClient.open(running.port);
  const described = await client.request('DESCRIBE', running.uri('Talk'), { Require });
  const section = described.body.slice(described.body.lastIndexOf('m='));
  assert.equal(section.split('\r\n'), [
    'm=audio 0 RTP/AVP 0 8 99 104',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:99 G726-32/8000',
    'a=rtpmap:104 mpeg4-generic/16000/1',
    `a=fmtp:104 ${formats[3]?.fmtp}`,
    'a=control:backchannel',
    'a=sendonly',
    '',
  ]);
  assert.match(described.body, 'a=control:track1\r\na=recvonly\r\n');
  assert.not.match((await client.request('DESCRIBE', running.uri('Talk'))).body, /sendonly|recvonly/);
  const other = await client.request('DESCRIBE', running.uri('Profile1'), { Require });
  assert.is(other.status, 551);
  assert.is(other.headers.get('unsupported'), Require);
  client.close();
});

const links: readonly [string, () => Promise<RtspClient>][] = [
  ['TCP', () => RtspClient.open(running.port)],
  ['an HTTP tunnel', async () => RtspClient.over(await openTunnel(running, 'talk'))],
  ['a WebSocket', async () => RtspClient.over(await openWebSocket(running))],
  ['TLS', async () => RtspClient.over(await handedSocket(running, { role: 'plain', secure: true }))],
];

// shows STR-83, STR-84
for (const [what, open] of links) {
  backchannel(`plays what comes over ${what}`, async () => {
    const client = await open();
    const Session = await talk(client);
    for (let sequence = 0; sequence < 50; sequence += 1) client.write(interleaved(0, spoken(sequence)));
    await until(() => speaker.packets.length === 50, 'all packets');
    assert.equal(
      played(),
      Array.from({ length: 50 }, (_, index) => index),
    );
    await until(() => client.packets.some(({ channel }) => channel === 1), 'a receiver report');
    const report = client.packets.find(({ channel }) => channel === 1)?.bytes ?? Buffer.alloc(0);
    assert.equal(rtcpTypes(report), [201, 202]);
    assert.is(report.readUInt32BE(8), 0xbeef);
    assert.is(report.readUInt32BE(16), 49);
    await client.request('TEARDOWN', running.uri('Talk'), { Require, Session });
    assert.not.ok(speaker.isOpen);
    client.close();
  });
}

// shows STR-84
backchannel('plays what comes by UDP from the client, and nothing from others', async () => {
  const client = await RtspClient.open(running.port);
  const [mine, foreign] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
  const reports: Buffer[] = [];
  mine.on('message', (packet) => reports.push(packet));
  mine.bind(0, '127.0.0.1');
  foreign.bind(0, '127.0.0.5');
  await Promise.all([once(mine, 'listening'), once(foreign, 'listening')]);
  const { port } = mine.address();
  const uri = running.uri('Talk');
  const Transport = `RTP/AVP;unicast;client_port=${port - 1}-${port}`;
  const setup = await client.request('SETUP', `${uri}/backchannel`, { Require, Transport });
  const server = Number(/server_port=(\d+)/.exec(setup.headers.get('transport') ?? '')?.[1]);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  mine.send(spoken(1), server, '127.0.0.1');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await client.request('PLAY', uri, { Require, Session });
  foreign.send(spoken(2), server, '127.0.0.1');
  mine.send(spoken(3), server, '127.0.0.1');
  await until(() => speaker.packets.length > 0, 'a packet');
  await until(() => reports.length > 0, 'a report');
  assert.equal(played(), [3]);
  await client.request('TEARDOWN', uri, { Require, Session });
  for (const one of [mine, foreign]) one.close();
  client.close();
});

backchannel('drops what is too large, of no format, no RTP, or too much', async () => {
  const client = await RtspClient.open(running.port);
  await talk(client);
  const hostile = [
    spoken(1, { type: 77 }),
    spoken(2, { size: 4000 }),
    Buffer.from('hello'),
    Buffer.alloc(0),
    Buffer.alloc(12, 0x80),
  ];
  for (const packet of hostile) client.write(interleaved(0, packet));
  for (const packet of hostile) client.write(interleaved(1, packet));
  client.write(interleaved(0, spoken(5)));
  await until(() => speaker.packets.length > 0, 'the good one');
  assert.equal(played(), [5]);
  for (let sequence = 10; sequence < 3010; sequence += 1) client.write(interleaved(0, spoken(sequence)));
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  assert.ok(speaker.packets.length < 500, `${speaker.packets.length} of 3000 were played`);
  client.close();
});

// shows STR-83
backchannel('changes the format when the client does', async () => {
  const client = await RtspClient.open(running.port);
  await talk(client);
  client.write(interleaved(0, spoken(1)));
  client.write(interleaved(0, spoken(2, { type: 8 })));
  client.write(interleaved(0, spoken(3, { type: 104 })));
  await until(() => speaker.packets.length === 3, 'three packets');
  assert.equal(
    speaker.packets.map(({ format }) => format.codec),
    ['PCMU', 'PCMA', 'mpeg4-generic'],
  );
  client.close();
});

backchannel('a client that opens the backchannel and says nothing keeps nobody from talking', async () => {
  const silent = await RtspClient.open(running.port);
  await talk(silent);
  const talker = await RtspClient.open(running.port);
  await talk(talker);
  talker.write(interleaved(0, spoken(1)));
  await until(() => speaker.packets.length === 1, 'its sound');
  for (const client of [silent, talker]) client.close();
});

backchannel('a second talker sees the picture and is not heard while the first one talks', async () => {
  const first = await RtspClient.open(running.port);
  await talk(first);
  first.write(interleaved(0, spoken(1)));
  await until(() => speaker.packets.length === 1, 'the sound of the first');
  const { client: second, sounds } = await converse('none');
  second.write(interleaved(2, spoken(50)));
  assert.ok(await sounds(), 'the second plays');
  assert.equal(played(), [1]);
  first.close();
  await until(() => running.server.sessions.length === 1, 'the end of the first');
  second.write(interleaved(2, spoken(51)));
  await until(() => speaker.packets.length === 2, 'the sound of the second');
  assert.equal(played(), [1, 51]);
  second.close();
});

backchannel('a talker that has become silent gives the speaker back within seconds', async () => {
  const first = await RtspClient.open(running.port);
  await talk(first);
  first.write(interleaved(0, spoken(1)));
  await until(() => speaker.packets.length === 1, 'the sound of the first');
  const second = await RtspClient.open(running.port);
  await talk(second);
  second.write(interleaved(0, spoken(50)));
  await until(() => !speaker.isOpen, 'a free speaker', 5_000);
  assert.is(running.server.sessions.length, 2, 'both sessions go on');
  second.write(interleaved(0, spoken(51)));
  await until(() => speaker.packets.length === 2, 'the sound of the second');
  assert.equal(played(), [1, 51]);
  for (const client of [first, second]) client.close();
});

backchannel('a talker whose segments never end with a frame goes on', async () => {
  const client = await RtspClient.open(running.port);
  await talk(client);
  let bytes = Buffer.from(interleaved(0, spoken(0)));
  client.write(bytes.subarray(0, 7));
  for (let sequence = 1; sequence <= 30; sequence += 1) {
    const next = Buffer.from(interleaved(0, spoken(sequence)));
    client.write(Buffer.concat([bytes.subarray(7), next.subarray(0, 7)]));
    bytes = next;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.is(speaker.packets.length, 30);
  assert.not.ok(client.closed);
  client.close();
});

/** Sets up the device's sound on 0-1 and the backchannel on 2-3, plays; the client knows when sound comes. */
async function converse(
  primacy: Backchannel['primacy'],
): Promise<{ client: RtspClient; sounds: () => Promise<boolean> }> {
  configure(primacy);
  const client = await RtspClient.open(running.port);
  const uri = running.uri('Talk');
  const sound = await client.request('SETUP', `${uri}/sound`, { Transport: 'RTP/AVP/TCP;interleaved=0-1' });
  const Session = sound.headers.get('session')?.split(';')[0] ?? '';
  const Transport = 'RTP/AVP/TCP;interleaved=2-3';
  await client.request('SETUP', `${uri}/backchannel`, { Require, Transport, Session });
  assert.is((await client.request('PLAY', uri, { Require, Session })).status, 200);
  const sounds = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    client.packets.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return client.packets.some(({ channel }) => channel === 0);
  };
  return { client, sounds };
}

// shows STR-85
backchannel('with primacy of the server the client is not heard', async () => {
  const { client, sounds } = await converse('Server');
  client.write(interleaved(2, spoken(1)));
  assert.ok(await sounds());
  assert.equal(played(), []);
  client.close();
});

// shows STR-85
backchannel('with primacy of the client the device is silent until the mode changes', async () => {
  const { client, sounds } = await converse('Client');
  client.write(interleaved(2, spoken(1)));
  assert.not.ok(await sounds());
  assert.equal(played(), [1]);
  configure('none');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.ok(await sounds());
  client.close();
});

// shows STR-85
backchannel('with Auto the device is silent while the client speaks', async () => {
  const { client, sounds } = await converse('Auto');
  assert.ok(await sounds());
  client.write(interleaved(2, spoken(1)));
  assert.not.ok(await sounds());
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.ok(await sounds());
  client.close();
});

backchannel.run();
