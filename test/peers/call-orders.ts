// time limit: 120 s
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { UdpReceiver } from '../hal/rtp-receivers.ts';
import { type Reply, RtspClient } from '../services/rtsp/rtsp-client.ts';
import { until } from '../until.ts';

const orders = suite('call orders');

const speaker = mkdtempSync(join(tmpdir(), 'vedette-speaker-'));
const backchannel = { Require: 'www.onvif.org/ver20/backchannel' };

let camera: Camera;
let uri: string;

orders.before(async () => {
  camera = await startCamera([], { VEDETTE_SPEAKER: speaker });
  uri = camera.summary.rtsp[0] ?? '';
});

orders.after(async () => {
  await camera.stop();
  rmSync(speaker, { recursive: true, force: true });
});

function open(): Promise<RtspClient> {
  return RtspClient.open(Number(new URL(uri).port), { name: camera.admin, password: camera.password });
}

const sessionOf = (reply: Reply): string => reply.headers.get('session')?.split(';')[0] ?? '';

/** The control URI of the section that takes the client's audio, and its payload type of G.711 mu-law. */
function talkSection(describe: Reply): { readonly control: string; readonly payloadType: number } | undefined {
  const section = describe.body.split(/(?=^m=)/m).find((one) => one.startsWith('m=audio') && /^a=sendonly/m.test(one));
  if (section === undefined) return undefined;
  const base = describe.headers.get('content-base') ?? `${uri}/`;
  const payloadType = Number(/^a=rtpmap:(\d+) PCMU\/8000/im.exec(section)?.[1]);
  return { control: new URL(/^a=control:(\S+)/m.exec(section)?.[1] ?? '', base).href, payloadType };
}

/** A loud 500 Hz square wave in G.711 mu-law, as large as Scrypted lets packets be: 1024 octets with the RTP header. */
function talkPacket(index: number, payloadType: number): Buffer {
  const packet = Buffer.alloc(1024);
  packet[0] = 0x80;
  packet[1] = payloadType;
  packet.writeUInt16BE(index, 2);
  packet.writeUInt32BE(index * 1012, 4);
  packet.writeUInt32BE(0x56454445, 8);
  for (let at = 12; at < packet.length; at += 1) packet[at] = (index * 1012 + at) % 16 < 8 ? 0x80 : 0x00;
  return packet;
}

/** Sends 3 s of it at the pace of its samples. */
async function talk(send: (packet: Buffer) => void, payloadType: number): Promise<void> {
  for (let index = 0; index < 24; index += 1) {
    send(talkPacket(index, payloadType));
    await new Promise((resolve) => setTimeout(resolve, 1012 / 8));
  }
}

/** dBFS of what the virtual speaker plays; -100 is silence. */
function loudness(): number {
  const [name] = readdirSync(speaker).filter((one) => one.endsWith('.json'));
  if (name === undefined) return -100;
  return (JSON.parse(readFileSync(join(speaker, name), 'utf8')) as { rms: number }).rms;
}

/** OPTIONS and DESCRIBE as Scrypted sends them; undefined with a printed reason when there is no backchannel. */
async function describeTalk(client: RtspClient): Promise<ReturnType<typeof talkSection>> {
  assert.is((await client.request('OPTIONS', uri)).status, 200);
  const describe = await client.request('DESCRIBE', uri, { ...backchannel, Accept: 'application/sdp' });
  if (describe.status === 551) {
    process.stdout.write('skip: backchannel: the camera answers 551 to its feature tag\n');
    return undefined;
  }
  assert.is(describe.status, 200);
  const section = talkSection(describe);
  assert.ok(section !== undefined, `a section to talk to:\n${describe.body}`);
  assert.is(section.payloadType, 0, 'G.711 mu-law is offered by its static type');
  return section;
}

// shows STR-26, STR-80, STR-81, STR-83, STR-84
orders(
  'Scrypted talks: OPTIONS, DESCRIBE with Require, refused UDP, then interleaved 0-1 in packets of 1024',
  async () => {
    const client = await open();
    const section = await describeTalk(client);
    if (section === undefined) return client.close();
    const foreign = { Transport: 'RTP/AVP;unicast;destination=192.0.2.99;client_port=5000-5001' };
    assert.is((await client.request('SETUP', section.control, { ...backchannel, ...foreign })).status, 461);
    const tcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    const setup = await client.request('SETUP', section.control, { ...backchannel, ...tcp });
    assert.is(setup.status, 200);
    assert.match(setup.headers.get('transport') ?? '', 'interleaved=0-1');
    const Session = sessionOf(setup);
    assert.is((await client.request('PLAY', uri, { ...backchannel, Session })).status, 200);
    const talking = talk((packet) => {
      client.write(Buffer.from([0x24, 0, packet.length >> 8, packet.length & 255]));
      client.write(packet);
    }, section.payloadType);
    await until(() => loudness() > -20, 'the speaker to sound');
    await talking;
    await until(
      () => client.packets.some(({ channel, bytes }) => channel === 1 && bytes[1] === 201),
      'a receiver report',
    );
    assert.is((await client.request('TEARDOWN', uri, { ...backchannel, Session })).status, 200);
    client.close();
    await until(() => loudness() < -60, 'silence');
  },
);

// shows STR-26, STR-84
orders('Scrypted talks over UDP to the ports that SETUP answers', async () => {
  const client = await open();
  const section = await describeTalk(client);
  if (section === undefined) return client.close();
  const mouth = createSocket('udp4').bind(0, '127.0.0.1');
  await once(mouth, 'listening');
  const receiver = await UdpReceiver.open();
  const Transport = `RTP/AVP;unicast;client_port=${mouth.address().port}-${receiver.ports.rtcp}`;
  const setup = await client.request('SETUP', section.control, { ...backchannel, Transport });
  assert.is(setup.status, 200);
  const port = Number(/server_port=(\d+)-/.exec(setup.headers.get('transport') ?? '')?.[1]);
  const Session = sessionOf(setup);
  assert.is((await client.request('PLAY', uri, { ...backchannel, Session })).status, 200);
  const talking = talk((packet) => mouth.send(packet, port, '127.0.0.1'), section.payloadType);
  await until(() => loudness() > -20, 'the speaker to sound');
  await talking;
  await until(() => receiver.rtcp.some((packet) => packet[1] === 201), 'a receiver report');
  await client.request('TEARDOWN', uri, { ...backchannel, Session });
  for (const one of [mouth, receiver, client]) one.close();
});

// shows STR-41, STR-46
orders('a second DESCRIBE, keep-alives, and a change from interleaved to UDP while it plays', async () => {
  const client = await open();
  for (const round of [1, 2]) {
    assert.is((await client.request('DESCRIBE', uri, { Accept: 'application/sdp' })).status, 200, `DESCRIBE ${round}`);
  }
  const Session = await client.playInterleaved(uri);
  const other = await open();
  for (const method of ['OPTIONS', 'GET_PARAMETER', 'SET_PARAMETER']) {
    assert.is((await client.request(method, uri, { Session })).status, 200, method);
    assert.is((await other.request(method, uri)).status, 200, `${method} on another connection`);
  }
  await until(() => client.packets.some(({ channel, bytes }) => channel === 1 && bytes[1] === 200), 'a sender report');
  const receiver = await UdpReceiver.open();
  const Transport = `RTP/AVP;unicast;client_port=${receiver.ports.rtp}-${receiver.ports.rtcp}`;
  const again = await client.request('SETUP', `${uri}/track1`, { Transport, Session });
  assert.is(again.status, 200);
  await client.request('PLAY', uri, { Session });
  await until(() => receiver.rtp.length > 10, 'packets over UDP');
  assert.is((await client.request('TEARDOWN', uri, { Session })).status, 200);
  for (const one of [receiver, client, other]) one.close();
});

orders.run();
