// time limit: 120 s
import dgram from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../../hal/ports/media-engine.ts';
import type { Backchannel } from '../../../../services/rtsp/server-options.ts';
import { filter } from '../../../hal/access-units.ts';
import { startEngine } from '../../../hal/running-engine.ts';
import { type Sound, soundOf } from '../../../hal/tone.ts';
import { toneLevel } from '../../../hal/tone-level.ts';
import { until } from '../../../until.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { interleaved } from './recorded-speaker.ts';

const speakers = suite('backchannel/real-speaker');

const Require = 'www.onvif.org/ver20/backchannel';
const folder = mkdtempSync(join(tmpdir(), 'vedette-talk-'));
process.env.VEDETTE_SPEAKER = folder;
const [rate, tone, seconds] = [8000, 440, 2];
let engine: MediaEngine;
let running: RunningServer;

function configure(primacy: Backchannel['primacy']): void {
  const presentation = running.presentations.get('Profile2');
  if (presentation === undefined) throw new Error('no profile');
  const backchannel = {
    control: 'talk',
    output: 'AudioOutput1',
    primacy,
    srtp: 'NONE',
    formats: engine.playbackFormats('AudioOutput1'),
  } as const;
  running.presentations.set('Talk', { ...presentation, backchannel });
}

speakers.before(async () => {
  engine = await startEngine([], { audioOutputs: [{ id: 'AudioOutput1', level: 100 }] });
  running = await startServer({}, 60, { fed: true, speakers: engine });
});
speakers.after(async () => {
  await running.stop();
  await engine.stop();
  rmSync(folder, { recursive: true });
});
speakers.after.each(() => until(() => running.server.sessions.length === 0, 'the end of the sessions'));

/** G.711 mu-law (ITU-T G.711 table 2a) of a sample, -1..1. */
function muLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample) * 32_767, 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

/** 20 ms of a tone. */
function sung(sequence: number): Buffer {
  const packet = Buffer.alloc(12 + 160);
  packet[0] = 0x80;
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(0xbeef, 8);
  for (let index = 0; index < 160; index += 1)
    packet[12 + index] = muLaw(0.5 * Math.sin((2 * Math.PI * tone * (sequence * 160 + index)) / rate));
  return packet;
}

/** Sends the tone at its own pace. */
async function sing(send: (packet: Buffer) => void): Promise<void> {
  const started = performance.now();
  for (let sequence = 0; sequence < seconds * 50; sequence += 1) {
    send(sung(sequence));
    const due = started + (sequence + 1) * 20 - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
  }
}

async function heard(): Promise<Sound> {
  const wav = join(folder, 'AudioOutput1.wav');
  const pcm = await filter('ffmpeg', ['-v', 'error', '-i', wav, '-f', 's16le', 'pipe:1'], Buffer.alloc(0));
  return soundOf(pcm, 16_000);
}

/** dBFS of what the speaker plays; -100 before it has opened. */
function loudness(): number {
  const file = join(folder, 'AudioOutput1.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { rms: number }).rms : -100;
}

interface Talk {
  readonly client: RtspClient;
  readonly send: (packet: Buffer) => void;
  /** RTCP of the camera. */
  readonly reports: () => readonly Buffer[];
  readonly hangUp: () => Promise<void>;
}

async function setUp(client: RtspClient, Transport: string): Promise<{ Session: string; transport: string }> {
  const uri = running.uri('Talk');
  const setup = await client.request('SETUP', `${uri}/talk`, { Require, Transport });
  assert.is(setup.status, 200);
  const Session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.is((await client.request('PLAY', uri, { Require, Session })).status, 200);
  return { Session, transport: setup.headers.get('transport') ?? '' };
}

async function overTcp(): Promise<Talk> {
  const client = await RtspClient.open(running.port);
  const { Session } = await setUp(client, 'RTP/AVP/TCP;interleaved=0-1');
  return {
    client,
    send: (packet) => client.write(interleaved(0, packet)),
    reports: () => client.packets.filter(({ channel }) => channel === 1).map(({ bytes }) => bytes),
    hangUp: async () => {
      await client.request('TEARDOWN', running.uri('Talk'), { Require, Session });
      client.close();
    },
  };
}

async function overUdp(): Promise<Talk> {
  const client = await RtspClient.open(running.port);
  const [mouth, ear] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
  const reports: Buffer[] = [];
  ear.on('message', (packet) => reports.push(packet));
  for (const socket of [mouth, ear]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const ports = `${mouth.address().port}-${ear.address().port}`;
  const { Session, transport } = await setUp(client, `RTP/AVP;unicast;client_port=${ports}`);
  const server = Number(/server_port=(\d+)/.exec(transport)?.[1]);
  return {
    client,
    send: (packet) => mouth.send(packet, server, '127.0.0.1'),
    reports: () => reports,
    hangUp: async () => {
      await client.request('TEARDOWN', running.uri('Talk'), { Require, Session });
      for (const one of [mouth, ear, client]) one.close();
    },
  };
}

const ways: readonly [string, () => Promise<Talk>][] = [
  ['interleaved', overTcp],
  ['by UDP', overUdp],
];

for (const [way, open] of ways) {
  // shows STR-81, STR-83, STR-84
  speakers(`a tone that is sent ${way} sounds from the speaker`, async () => {
    configure('none');
    const talk = await open();
    const singing = sing(talk.send);
    await until(() => loudness() > -20, 'the sound');
    await singing;
    await until(() => talk.reports().length > 0, 'a receiver report');
    assert.is(talk.reports()[0]?.[1], 201);
    assert.is(talk.reports()[0]?.readUInt32BE(8), 0xbeef);
    await talk.hangUp();
    const { samples, rate: played } = await heard();
    const middle = samples.subarray(samples.length - played, samples.length - played / 2);
    assert.ok(toneLevel(middle, tone, played) > 0.9, `${toneLevel(middle, tone, played)} of the sound is the tone`);
  });
}

// shows STR-85
speakers('while the server has the channel the speaker is silent', async () => {
  configure('Server');
  rmSync(join(folder, 'AudioOutput1.wav'));
  const talk = await overTcp();
  await sing(talk.send);
  await until(() => talk.reports().length > 0, 'a receiver report all the same');
  await talk.hangUp();
  await heard().then(
    ({ samples }) => assert.ok(samples.every((sample) => sample === 0)),
    () => undefined,
  );
});

speakers.run();
