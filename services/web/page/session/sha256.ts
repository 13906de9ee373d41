/** Constants of SHA-256 (FIPS 180-4, 4.2.2 and 5.3.3): fractions of roots of the first primes. */
function fractions(count: number, root: number): Uint32Array {
  const found = new Uint32Array(count);
  for (let number = 2, at = 0; at < count; number += 1) {
    let divisor = 2;
    while (divisor * divisor <= number && number % divisor !== 0) divisor += 1;
    if (divisor * divisor <= number) continue;
    const value = number ** (1 / root);
    found[at] = (value - Math.floor(value)) * 2 ** 32;
    at += 1;
  }
  return found;
}

const rounds = fractions(64, 3);
const start = fractions(8, 2);

function turned(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

/** Message with its end mark and length, in whole blocks of 64 bytes. */
export function paddedBlocks(bytes: Uint8Array, littleEndian: boolean): DataView {
  const view = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  const end = view.byteLength;
  view.setUint32(littleEndian ? end - 8 : end - 4, bytes.length << 3, littleEndian);
  view.setUint32(littleEndian ? end - 4 : end - 8, bytes.length >>> 29, littleEndian);
  return view;
}

function schedule(view: DataView, block: number): Uint32Array {
  const words = new Uint32Array(64);
  for (let at = 0; at < 64; at += 1) {
    if (at < 16) {
      words[at] = view.getUint32(block + 4 * at);
      continue;
    }
    const early = words[at - 15] ?? 0;
    const late = words[at - 2] ?? 0;
    const one = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const other = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[at] = (words[at - 16] ?? 0) + one + (words[at - 7] ?? 0) + other;
  }
  return words;
}

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + high + ((e & f) ^ (~e & g)) + (rounds[at] ?? 0) + (words[at] ?? 0)) | 0;
    const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] ?? 0) + value;
}

/** SHA-256 of a text in UTF-8, in hexadecimal. Browsers have their own in secure contexts only. */
export function sha256(text: string): string {
  const view = paddedBlocks(new TextEncoder().encode(text), false);
  const state = Uint32Array.from(start);
  for (let block = 0; block < view.byteLength; block += 64) mix(state, schedule(view, block));
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}
