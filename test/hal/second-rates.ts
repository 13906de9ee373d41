import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../hal/ports/media-engine.ts';
import { recordPackets } from './rtp-recording.ts';

/** Bounds of a bit rate that is kept: its mean, and its longest second, as shares of what was set. */
const bounds = { mean: 1.1, second: 1.5 } as const;

/**
 * kbit/s of each second of a stream, by the times of its pictures: a busy machine delays them, and changes nothing else. The first second,
 * with parameter sets and the first key frame, and the last one, which is not whole, are left out.
 */
export async function secondRates(engine: MediaEngine, id: string, milliseconds: number): Promise<readonly number[]> {
  const octets = new Map<number, number>();
  let first: number | undefined;
  await recordPackets(engine, id, milliseconds, (packet) => {
    const stamp = packet.readUInt32BE(4);
    first ??= stamp;
    const second = Math.floor(((stamp - first) >>> 0) / 90_000);
    octets.set(second, (octets.get(second) ?? 0) + packet.length - 12);
  });
  return [...octets.values()].slice(1, -1).map((sum) => (sum * 8) / 1000);
}

/** Fails unless a bit rate (kbit/s) was kept. It is a limit (tt:VideoRateControl2): a picture that needs less may have less. */
export function assertKept(rates: readonly number[], bitrate: number, what: string): void {
  const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length;
  const longest = Math.max(...rates);
  process.stdout.write(`\n${what}, ${bitrate} kbit/s: mean ${mean.toFixed(0)}, longest second ${longest.toFixed(0)}\n`);
  assert.ok(rates.length > 2, `${what}: ${rates.length} seconds`);
  assert.ok(mean <= bounds.mean * bitrate, `${what}: a mean of ${mean} where ${bitrate} are set`);
  assert.ok(longest <= bounds.second * bitrate, `${what}: a second of ${longest} where ${bitrate} are set`);
}
