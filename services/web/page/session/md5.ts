import { paddedBlocks } from './sha256.ts';

/** Additive constants and shifts of MD5 (RFC 1321 3.4). */
const sines = Uint32Array.from({ length: 64 }, (_, at) => Math.abs(Math.sin(at + 1)) * 2 ** 32);
const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** Round function and index of the message word of a step. */
function step(at: number, b: number, c: number, d: number): readonly [value: number, word: number] {
  if (at < 16) return [(b & c) | (~b & d), at];
  if (at < 32) return [(d & b) | (~d & c), (5 * at + 1) % 16];
  if (at < 48) return [b ^ c ^ d, (3 * at + 5) % 16];
  return [c ^ (b | ~d), (7 * at) % 16];
}

/** MD5 of a text in UTF-8, in hexadecimal: the one digest that the standard demands by default (ONVIF Core 5.9.4). */
export function md5(text: string): string {
  const view = paddedBlocks(new TextEncoder().encode(text), true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let at = 0; at < 64; at += 1) {
      const [value, word] = step(at, b, c, d);
      const sum = (a + value + (sines[at] ?? 0) + view.getUint32(block + 4 * word, true)) | 0;
      const bits = shifts[at >> 4]?.[at % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << bits) | (sum >>> (32 - bits)))) | 0];
    }
    for (const [at, value] of [a, b, c, d].entries()) state[at] = ((state[at] ?? 0) + value) | 0;
  }
  const bytes = new DataView(new ArrayBuffer(16));
  for (const [at, value] of state.entries()) bytes.setInt32(4 * at, value, true);
  return [...new Uint8Array(bytes.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
