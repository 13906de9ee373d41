// time limit: 240 s
// devices: camera
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import type {
  AudioDecoderFormat,
  AudioOutputState,
  MediaEngine,
  MediaEngineEvent,
} from '../../../hal/ports/media-engine.ts';
import { playsAtItsLevel } from '../../hal/gstreamer/speaker-behaviour.ts';
import { mediaState } from '../../hal/running-engine.ts';
import { until } from '../../until.ts';
import { ear, engineWith, mouth, play, speakerAt } from './loopback.ts';

const speaker = suite('ALSA speaker');
const folder = mkdtempSync(join(tmpdir(), 'vedette-ear-'));
const file = join(folder, 'heard.raw');
const output = { id: 'AudioOutput1', level: 100 };
const listening =
  'alsasrc name=ear provide-clock=false ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=8000,channels=1 ' +
  '! filesink name=file buffer-mode=unbuffered';
let engine: MediaEngine;
let events: MediaEngineEvent[] = [];

speaker.before.each(() => {
  events = [];
});

speaker.after.each(() => engine.stop());

speaker.after(() => rmSync(folder, { recursive: true }));

const apply = (state: AudioOutputState): Promise<void> => engine.apply(mediaState([], { audioOutputs: [state] }));

/** Level of the last 200 ms in the file, dBFS. */
function heard(): number {
  const bytes = readFileSync(file).subarray(-3200);
  const samples = Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(2 * index) / 32_768);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(samples.length, 1);
  return Math.max(-100, 10 * Math.log10(power + 1e-12));
}

/** Starts the engine with a speaker. Returns the format to play. */
async function start(device: string): Promise<AudioDecoderFormat> {
  engine = engineWith(
    { audioOutputs: [speakerAt(device)] },
    (event) => event.kind.startsWith('pipeline') && events.push(event),
  );
  await apply(output);
  const found = engine.playbackFormats(output.id).find(({ codec }) => codec === 'PCMU');
  if (found === undefined) throw new Error('no mu-law');
  return found;
}

speaker('plays to the other end at its level', async () => {
  await start(mouth(1));
  const listener: Pipeline = play(listening, { ear: { device: ear(1) }, file: { location: file } });
  try {
    await playsAtItsLevel({ engine, output: output.id, apply, heard });
  } finally {
    listener.release();
  }
});

speaker('opens and closes without keeping a descriptor', async () => {
  const known = await start(mouth(1));
  const cycle = async (): Promise<void> => {
    const playback = await engine.openPlayback(output.id, known);
    await new Promise((resolve) => setTimeout(resolve, 500));
    playback.close();
  };
  await cycle();
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 3; round += 1) await cycle();
  const after = readdirSync('/proc/self/fd').length;
  assert.ok(after <= before, `${after} descriptors, ${before} before`);
});

for (const [name, device, meaning] of [
  ['absent', 'hw:CARD=Nowhere', /^ALSA device hw:CARD=Nowhere was not found/],
  ['used by another program', mouth(2), /^ALSA device hw:Loopback,0,2 is used by another program/],
] as const)
  speaker(`that is ${name} fails with its name and the remedy`, async () => {
    const other = play('audiotestsrc ! audio/x-raw,channels=2 ! alsasink name=other', { other: { device: mouth(2) } });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const known = await start(device);
    const playback = await engine.openPlayback(output.id, known);
    try {
      await until(() => events.length > 0, 'a failure');
      const [event] = events;
      assert.match(event?.kind === 'pipeline-failed' ? event.reason : '', meaning);
    } finally {
      playback.close();
      other.release();
    }
  });

speaker.run();
