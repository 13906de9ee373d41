import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AudioDecoderFormat, AudioEncoderState, MediaEngine } from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { filter } from '../../access-units.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { audioEncoder, mediaState, startEngine } from '../../running-engine.ts';
import { beeps, soundOf } from '../../tone.ts';
import { playsAtItsLevel, tonePacket } from '../speaker-behaviour.ts';

const speakers = suite('playback');
const folder = mkdtempSync(join(tmpdir(), 'vedette-playback-'));
process.env.VEDETTE_SPEAKER = folder;
const output = { id: 'AudioOutput1', level: 100 };
let engine: MediaEngine;

speakers.before.each(async () => {
  engine = await startEngine([], { audioOutputs: [output] });
});

speakers.after.each(() => engine.stop());

speakers.after(() => rmSync(folder, { recursive: true }));

interface Level {
  readonly rms: number;
  readonly peak: number;
  readonly packets: number;
}

function level(): Level {
  return JSON.parse(readFileSync(join(folder, 'AudioOutput1.json'), 'utf8'));
}

function kindOf(error: unknown): string {
  return error instanceof Error && 'kind' in error ? String(error.kind) : `not a HalError: ${error}`;
}

/** Pushes a packet every 20 ms until the condition holds. */
async function pushUntil(
  push: (packet: Buffer) => void,
  packets: readonly Buffer[],
  done: () => boolean,
): Promise<void> {
  const started = performance.now();
  let sent = 0;
  const due = (): number => Math.min(packets.length, Math.floor((performance.now() - started) / 20) + 1);
  await until(() => {
    for (; sent < due(); sent += 1) push(packets[sent] ?? Buffer.alloc(0));
    return done();
  }, 'the sound');
}

function formatOf(codec: AudioDecoderFormat['codec']): AudioDecoderFormat {
  const format = engine.playbackFormats('AudioOutput1').find((each) => each.codec === codec);
  if (format === undefined) throw new Error(`the speaker cannot play ${codec}`);
  return format;
}

speakers('offers mu-law first, and nothing for an unknown output', () => {
  const formats = engine.playbackFormats('AudioOutput1').map((format) => format.codec);
  assert.is(formats[0], 'PCMU');
  assert.equal([...new Set(formats)], ['PCMU', 'PCMA', 'G726', 'mpeg4-generic']);
  assert.equal(engine.playbackFormats('AudioOutput9'), []);
});

const recordings: readonly Partial<AudioEncoderState>[] = [
  { codec: 'PCMU' },
  { codec: 'PCMA' },
  { codec: 'G726', bitrate: 32 },
  { codec: 'mpeg4-generic', bitrate: 32, sampleRate: 16000 },
  { codec: 'mpeg4-generic', bitrate: 64, sampleRate: 48000 },
];

// shows STR-83, COD-13
for (const encoding of recordings)
  speakers(`plays ${encoding.codec} at ${encoding.sampleRate ?? 8000} Hz`, async () => {
    const encoder = { ...audioEncoder, ...encoding };
    await engine.apply(mediaState([], { audioOutputs: [output], audioEncoders: [encoder] }));
    const format = engine
      .playbackFormats('AudioOutput1')
      .find((each) => each.codec === encoder.codec && each.clockRate === encoder.sampleRate);
    if (format === undefined) throw new Error('no such format');
    const playback = await engine.openPlayback('AudioOutput1', format);
    let pushed = 0;
    await recordPackets(engine, encoder.id, 3500, (packet) => {
      packet.writeUInt8((packet.readUInt8(1) & 128) | format.payloadType, 1);
      playback.push(packet);
      pushed += 1;
    });
    playback.close();
    assert.ok(level().packets > 0 && pushed > 0);
    const wav = join(folder, 'AudioOutput1.wav');
    const pcm = await filter('ffmpeg', ['-v', 'error', '-i', wav, '-f', 's16le', 'pipe:1'], Buffer.alloc(0));
    const heard = beeps(soundOf(pcm, 16_000));
    assert.ok(heard.length >= 2, `heard ${heard.length} beeps`);
    const distance = (heard[1] ?? 0) - (heard[0] ?? 0);
    assert.ok(Math.abs(distance - 1) < 0.05, `${distance} s between beeps`);
  });

speakers('plays at the level of the output, also after a change', () =>
  playsAtItsLevel({
    engine,
    output: output.id,
    apply: (state) => engine.apply(mediaState([], { audioOutputs: [state] })),
    heard: () => level().rms,
  }),
);

speakers('orders packets, and drops duplicate, foreign and malformed ones', async () => {
  const playback = await engine.openPlayback('AudioOutput1', formatOf('PCMU'));
  const good = Array.from({ length: 100 }, (_, index) => tonePacket(index));
  const disturbed = good.flatMap((packet, index) => {
    const swapped = good[index % 2 === 0 ? index + 1 : index - 1] ?? packet;
    return [swapped, swapped, tonePacket(index, 8), packet.subarray(0, 11), Buffer.alloc(0), Buffer.alloc(5000)];
  });
  const push = (packet: Buffer): void => {
    const at = packet.readUInt16BE(2) * 6;
    for (const each of disturbed.slice(at, at + 6)) playback.push(each);
  };
  const started = performance.now();
  await pushUntil(push, good, () => performance.now() - started > 2400);
  playback.close();
  const { packets } = level();
  assert.ok(packets >= 95 && packets <= 100, `${packets} packets of 100`);
});

speakers('drops a flood of packets', async () => {
  const playback = await engine.openPlayback('AudioOutput1', formatOf('PCMU'));
  const before = process.memoryUsage().rss;
  for (let index = 0; index < 200_000; index += 1) playback.push(tonePacket(index));
  assert.ok(process.memoryUsage().rss - before < 150 * 2 ** 20);
  // Queued sound is played soon, and then the meter shows silence.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const { packets } = level();
  assert.ok(packets > 0 && packets <= 2000, `${packets} of 200,000 packets`);
  await until(() => level().rms === -100, 'silence', 3000);
  assert.is(level().packets, packets);
  playback.close();
});

speakers('lets one client play at a time', async () => {
  const first = await engine.openPlayback('AudioOutput1', formatOf('PCMU'));
  assert.is(await engine.openPlayback('AudioOutput1', formatOf('PCMA')).then(() => 'open', kindOf), 'busy');
  first.close();
  first.close();
  const second = await engine.openPlayback('AudioOutput1', formatOf('PCMA'));
  first.push(tonePacket(1));
  second.close();
});

speakers('refuses unknown outputs and formats', async () => {
  const format = formatOf('PCMU');
  assert.is(await engine.openPlayback('AudioOutput9', format).then(() => 'open', kindOf), 'gone');
  const strange = { ...format, clockRate: 11025 };
  assert.is(await engine.openPlayback('AudioOutput1', strange).then(() => 'open', kindOf), 'unsupported');
});

speakers.run();
