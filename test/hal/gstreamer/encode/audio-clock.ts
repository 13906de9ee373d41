import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AudioEncoderState, MediaEngine } from '../../../../hal/ports/media-engine.ts';
import { filter } from '../../access-units.ts';
import { distance, parseRtp, parseSenderReport, type RtpPacket } from '../../rtp-packets.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { audioEncoder, mediaState, startEngine } from '../../running-engine.ts';
import { beepStart, beeps, soundOf } from '../../tone.ts';

const audio = suite('clock of audio streams');
const rate = 16_000;
let engine: MediaEngine;

audio.before(async () => {
  engine = await startEngine([], { audioEncoders: [audioEncoder] });
});

audio.after(() => engine.stop());

const aac = (sampleRate: number): Partial<AudioEncoderState> => ({ codec: 'mpeg4-generic', sampleRate, bitrate: 48 });

/** Access unit after its AU header (RFC 3640 3.3.6), as independent ADTS frame. */
function adts(payload: Buffer, frequencyIndex: number): Buffer {
  const unit = payload.subarray(4);
  const size = unit.length + 7;
  const header = [0xff, 0xf1, (1 << 6) | (frequencyIndex << 2), 0x40 | (size >> 11), (size >> 3) & 255];
  return Buffer.concat([Buffer.from([...header, ((size & 7) << 5) | 0x1f, 0xfc]), unit]);
}

const clocks = [
  { state: { codec: 'PCMU' }, format: 'mulaw', bytes: (payload: Buffer): Buffer => payload },
  { state: aac(8000), format: 'aac', bytes: (payload: Buffer): Buffer => adts(payload, 11) },
  { state: aac(16000), format: 'aac', bytes: (payload: Buffer): Buffer => adts(payload, 8) },
  { state: aac(48000), format: 'aac', bytes: (payload: Buffer): Buffer => adts(payload, 3) },
] as const;

// shows STR-22
for (const { state, format, bytes } of clocks)
  audio(`tells the wall clock in its reports: the beep is at the full second, ${JSON.stringify(state)}`, async () => {
    const encoder = { ...audioEncoder, ...state };
    await engine.apply(mediaState([], { audioEncoders: [encoder] }));
    const packets: RtpPacket[] = [];
    const reports: Buffer[] = [];
    const collect = (packet: Buffer): void => void packets.push(parseRtp(packet));
    await recordPackets(engine, encoder.id, 2500, collect, (packet) => reports.push(packet));
    const [report] = reports;
    if (report === undefined) throw new Error('nothing came');
    const { wallClock, rtpTime } = parseSenderReport(report);
    const seconds = state.codec === 'PCMU' ? 0.02 : 1024 / encoder.sampleRate;
    /** Wall clock (ms) of a second of the sound, by its packet, since a busy machine leaves gaps between packets. */
    const wallClockAt = (second: number): number => {
      const index = Math.floor(second / seconds);
      const units = distance(rtpTime, packets[index]?.time ?? 0, 32);
      return wallClock + (units / encoder.sampleRate + second - index * seconds) * 1000;
    };
    const input = format === 'mulaw' ? ['-ar', '8000'] : [];
    const pcm = await filter(
      'ffmpeg',
      ['-v', 'error', '-f', format, ...input, '-i', 'pipe:0', '-f', 's16le', '-ac', '1', '-ar', String(rate), 'pipe:1'],
      Buffer.concat(packets.map((packet) => bytes(packet.payload))),
    );
    const sound = soundOf(pcm, rate);
    const heard = beeps(sound);
    assert.ok(heard.length >= 1);
    for (const at of heard) {
      const off = ((wallClockAt(beepStart(sound, at)) + 500) % 1000) - 500;
      assert.ok(Math.abs(off) < 20, `${off} ms off the second`);
    }
  });

audio.run();
