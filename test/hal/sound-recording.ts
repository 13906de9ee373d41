import type { MediaEngine } from '../../hal/ports/media-engine.ts';
import { distance, parseRtp, parseSenderReport, type RtpPacket, type SenderReport } from './rtp-packets.ts';
import { recordPackets } from './rtp-recording.ts';
import type { Sound } from './tone.ts';

const rate = 8000;

/** Sample of a G.711 mu-law octet (ITU-T G.711 table 2a). */
function linear(code: number): number {
  const inverted = ~code & 0xff;
  const magnitude = (((inverted & 15) << 3) + 0x84) << ((inverted >> 4) & 7);
  return inverted & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

interface Recording {
  readonly sound: Sound;
  /** Time of the first sample by the sender reports (RFC 3550 6.4.1), ms since 1970. */
  readonly start: number;
}

/** Records a PCMU stream for some ms: packets are placed by RTP time, gaps are silence. */
export async function recordSound(engine: MediaEngine, id: string, milliseconds: number): Promise<Recording> {
  const packets: RtpPacket[] = [];
  const reports: SenderReport[] = [];
  const onPacket = (packet: Buffer): void => void packets.push(parseRtp(packet));
  await recordPackets(engine, id, milliseconds, onPacket, (packet) => reports.push(parseSenderReport(packet)));
  const [first, report] = [packets[0], reports[0]];
  if (first === undefined || report === undefined) throw new Error('no sound came');
  const places = packets.map(({ time }) => distance(first.time, time, 32));
  const samples = new Int16Array(Math.max(...places) + 160);
  for (const [index, { payload }] of packets.entries())
    for (const [at, code] of payload.entries()) samples[(places[index] ?? 0) + at] = linear(code);
  const start = report.wallClock + (distance(report.rtpTime, first.time, 32) * 1000) / rate;
  return { sound: { samples, rate }, start };
}
