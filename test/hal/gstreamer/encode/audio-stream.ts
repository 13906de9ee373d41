import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AudioEncoderState, MediaEngine } from '../../../../hal/ports/media-engine.ts';
import { fewWhenSanitized } from '../../../sanitized.ts';
import { distance, parseRtp, type RtpPacket } from '../../rtp-packets.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { audioEncoder, mediaState, startEngine, streamOf } from '../../running-engine.ts';
import { ffmpegDecodes } from '../../sdp-player.ts';
import { amplitude, beepStart, beeps, soundOf } from '../../tone.ts';

const audio = suite('audio stream');
const folder = mkdtempSync(join(tmpdir(), 'vedette-audio-'));
const rate = 16_000;
let engine: MediaEngine;

audio.before.each(async () => {
  engine = await startEngine([], { audioEncoders: [audioEncoder] });
});

audio.after.each(() => engine.stop());

audio.after(() => rmSync(folder, { recursive: true }));

interface Encoding {
  readonly state: Partial<AudioEncoderState>;
  readonly payloadType: number;
  readonly name: string;
  readonly fmtp?: string;
  /** Samples in a packet. */
  readonly samples: number;
  /** Octets of payload, undefined if they vary. */
  readonly octets?: number;
}

const hbr = 'streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=';

function aac(sampleRate: number, config: string): Encoding {
  const state = { codec: 'mpeg4-generic', sampleRate, bitrate: 48 } as const;
  return { state, payloadType: 98, name: 'mpeg4-generic', fmtp: `${hbr}${config}`, samples: 1024 };
}

function g726(bitrate: number): Encoding {
  const octets = (bitrate * 20) / 8;
  return { state: { codec: 'G726', bitrate }, payloadType: 97, name: `G726-${bitrate}`, samples: 160, octets };
}

const encodings: readonly Encoding[] = [
  { state: { codec: 'PCMU' }, payloadType: 0, name: 'PCMU', samples: 160, octets: 160 },
  { state: { codec: 'PCMA' }, payloadType: 8, name: 'PCMA', samples: 160, octets: 160 },
  g726(16),
  g726(24),
  g726(32),
  aac(8000, '1588'),
  aac(16000, '1408'),
  aac(44100, '1208'),
  aac(48000, '1188'),
];

/** Asserts that sequence and time advance by one packet each. */
function assertSteady(packets: readonly RtpPacket[], samples: number, tolerance: number): void {
  packets.forEach((packet, index) => {
    const before = packets[index - 1];
    if (before === undefined) return;
    assert.is(distance(before.sequence, packet.sequence, 16), 1);
    const step = distance(before.time, packet.time, 32);
    assert.ok(Math.abs(step - samples) <= tolerance, `a step of ${step}`);
  });
}

// shows STR-21, COD-10, COD-11, COD-12
for (const { state, payloadType, name, fmtp, samples, octets } of fewWhenSanitized(encodings, 6))
  audio(`sends ${name} at ${state.sampleRate ?? 8000} Hz that ffmpeg decodes, beeping each second`, async () => {
    const encoder = { ...audioEncoder, ...state };
    await engine.apply(mediaState([], { audioEncoders: [encoder] }));
    const description = await streamOf(engine, encoder.id).describe();
    assert.equal(description, {
      media: 'audio',
      payloadType,
      encodingName: name,
      clockRate: encoder.sampleRate,
      channels: 1,
      bitrate: encoder.bitrate,
      ...(fmtp === undefined ? {} : { fmtp }),
    });
    const packets: RtpPacket[] = [];
    const playing = [
      '-t',
      '3',
      '-af',
      'aresample=async=1:min_hard_comp=0.01',
      '-f',
      's16le',
      '-ac',
      '1',
      '-ar',
      String(rate),
    ];
    const [{ output, complaints }] = await Promise.all([
      ffmpegDecodes(engine, encoder.id, folder, playing),
      recordPackets(engine, encoder.id, 1500, (packet) => packets.push(parseRtp(packet))),
    ]);
    assert.is(complaints, '');
    assertSteady(packets, samples, samples === 1024 ? 1 : 0);
    assert.ok(packets.every((packet) => packet.payloadType === payloadType));
    assert.ok(packets.every((packet) => octets === undefined || packet.payload.length === octets));
    const sound = soundOf(output, rate);
    const heard = beeps(sound);
    assert.ok(heard.length >= 2, `${heard.length} beeps`);
    const [first = 0, second = 0] = heard;
    const apart = beepStart(sound, second) - beepStart(sound, first);
    assert.ok(Math.abs(apart - 1) < 0.02, `beeps ${apart} s apart`);
    const level = amplitude(sound, 1000, first + 0.05, 0.1);
    assert.ok(level > 0.2 && level < 0.3, `amplitude ${level}`);
    assert.ok(amplitude(sound, 1000, first + 0.4, 0.3) < 0.05, 'speech is no beep');
  });

audio('changes the bit rate of AAC with the same SSRC and an unbroken sequence', async () => {
  const encoder = { ...audioEncoder, codec: 'mpeg4-generic', sampleRate: 16000, bitrate: 16 } as const;
  await engine.apply(mediaState([], { audioEncoders: [encoder] }));
  const stream = streamOf(engine, encoder.id);
  const packets: RtpPacket[] = [];
  const recorded = recordPackets(engine, encoder.id, 4000, (packet) => packets.push(parseRtp(packet)));
  await new Promise((resolve) => setTimeout(resolve, 1800));
  const before = packets.length;
  await engine.apply(mediaState([], { audioEncoders: [{ ...encoder, bitrate: 64 }] }));
  await recorded;
  assert.is(streamOf(engine, encoder.id), stream);
  assert.ok(packets.every((packet) => packet.ssrc === packets[0]?.ssrc));
  packets.forEach((packet, index) => {
    const previous = packets[index - 1];
    if (previous !== undefined) assert.is(distance(previous.sequence, packet.sequence, 16), 1);
  });
  const mean = (some: readonly RtpPacket[]): number =>
    some.reduce((sum, packet) => sum + packet.payload.length, 0) / some.length;
  assert.ok(mean(packets.slice(-15)) > 2 * mean(packets.slice(0, before)));
});

audio('is a new stream after a change of the payload format, and ends sessions of the old one', async () => {
  const before = streamOf(engine, audioEncoder.id);
  const reports: Buffer[] = [];
  const recorded = recordPackets(
    engine,
    audioEncoder.id,
    1500,
    () => undefined,
    (packet) => reports.push(packet),
  );
  await new Promise((resolve) => setTimeout(resolve, 700));
  await engine.apply(mediaState([], { audioEncoders: [{ ...audioEncoder, codec: 'PCMA' }] }));
  await recorded;
  assert.is.not(streamOf(engine, audioEncoder.id), before);
  assert.ok(
    reports.some((packet) => packet.includes(Buffer.from([0x81, 203]))),
    'RTCP BYE',
  );
});

audio.run();
