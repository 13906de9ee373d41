/** Bytes that one header of PackBits can speak of. */
const most = 128;
/** Header that says nothing; decoders skip it, and this encoder does not write it. */
const nothing = 0x80;

/** Number of equal bytes from a place on, up to what one header can say. */
function runAt(bytes: Uint8Array, from: number): number {
  let length = 1;
  while (length < most && from + length < bytes.length && bytes[from + length] === bytes[from]) length += 1;
  return length;
}

/** Packs bytes by PackBits (TIFF 6.0, section 9), as cells of motion are coded (ANA-41). */
export function packBits(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const run = runAt(bytes, at);
    if (run >= 2) {
      packed.push(257 - run, bytes[at] ?? 0);
      at += run;
      continue;
    }
    let end = at + 1;
    while (end < bytes.length && end - at < most && runAt(bytes, end) < 2) end += 1;
    packed.push(end - at - 1, ...bytes.subarray(at, end));
    at = end;
  }
  return Uint8Array.from(packed);
}

/** Unpacks PackBits into exactly `length` bytes; undefined where it has fewer or more, or is cut off. */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  let [at, filled] = [0, 0];
  while (at < packed.length) {
    const header = packed[at] ?? nothing;
    at += 1;
    if (header === nothing) continue;
    const count = header < nothing ? header + 1 : 257 - header;
    const needed = header < nothing ? count : 1;
    if (filled + count > length || at + needed > packed.length) return undefined;
    if (header < nothing) bytes.set(packed.subarray(at, at + count), filled);
    else bytes.fill(packed[at] ?? 0, filled, filled + count);
    at += needed;
    filled += count;
  }
  return filled === length ? bytes : undefined;
}
