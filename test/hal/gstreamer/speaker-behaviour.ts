import * as assert from 'uvu/assert';
import type { AudioOutputState, MediaEngine } from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';

/** Speaker under test and a meter at its other end. */
interface SpeakerSubject {
  readonly engine: MediaEngine;
  readonly output: string;
  /** Applies a state to the engine. */
  apply(output: AudioOutputState): Promise<void>;
  /** Level measured last, dBFS, -100 for silence. */
  heard(): number;
}

/** G.711 mu-law packet of 20 ms with a square wave of 1 kHz. */
export function tonePacket(sequence: number, payloadType = 0): Buffer {
  const packet = Buffer.alloc(12 + 160);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(payloadType, 1);
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(0x1234, 8);
  for (let at = 12; at < packet.length; at += 1) packet[at] = at % 8 < 4 ? 0x90 : 0x10;
  return packet;
}

/** Asserts that a speaker plays at its level, also when the level changes meanwhile. */
export async function playsAtItsLevel({ engine, output, apply, heard }: SpeakerSubject): Promise<void> {
  await apply({ id: output, level: 100 });
  const format = engine.playbackFormats(output).find(({ codec }) => codec === 'PCMU');
  assert.ok(format);
  if (format === undefined) return;
  const playback = await engine.openPlayback(output, format);
  const started = performance.now();
  let sent = 0;
  const talk = setInterval(() => {
    for (; sent < (performance.now() - started) / 20; sent += 1) playback.push(tonePacket(sent));
  }, 20);
  try {
    await until(() => heard() > -20, 'a loud tone');
    // The last measurement then contains only the tone.
    await new Promise((resolve) => setTimeout(resolve, 600));
    let loud = heard();
    // The meter may be between two measurements.
    await until(() => {
      loud = heard();
      return loud > -20;
    }, 'a loud tone that lasts');
    await apply({ id: output, level: 10 });
    await until(() => Math.abs(heard() - (loud - 20)) < 2, 'a tenth of its amplitude');
    await apply({ id: output, level: 0 });
    await until(() => heard() < -80, 'silence while it plays');
  } finally {
    clearInterval(talk);
    playback.close();
  }
}
