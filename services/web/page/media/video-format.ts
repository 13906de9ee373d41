import { BitReader } from './bit-reader.ts';

/** Facts of a video stream that decoders need. */
export interface VideoFormat {
  /** Codec string of RFC 6381. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

/** Profiles whose parameter sets tell a chroma format (ITU-T H.264 7.3.2.1.1). */
const high = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

function skipScalingLists(reader: BitReader, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (!reader.flag()) continue;
    let last = 8;
    for (let at = 0; at < (list < 6 ? 16 : 64) && last !== 0; at += 1) last = (last + reader.signed() + 256) % 256;
  }
}

function skipChroma(reader: BitReader): number {
  const chroma = reader.unsigned();
  if (chroma === 3) reader.skip(1);
  reader.unsigned();
  reader.unsigned();
  reader.skip(1);
  if (reader.flag()) skipScalingLists(reader, chroma === 3 ? 12 : 8);
  return chroma;
}

function skipOrder(reader: BitReader): void {
  const kind = reader.unsigned();
  if (kind === 0) reader.unsigned();
  if (kind !== 1) return;
  reader.skip(1);
  reader.signed();
  reader.signed();
  for (let left = Math.min(255, reader.unsigned()); left > 0; left -= 1) reader.signed();
}

/** Format of an H.264 stream by its sequence parameter set. */
export function h264FormatOf(unit: Uint8Array): VideoFormat {
  const [, profile = 0, constraints = 0, level = 0] = unit;
  const reader = new BitReader(unit.subarray(4));
  reader.unsigned();
  const chroma = high.has(profile) ? skipChroma(reader) : 1;
  reader.unsigned();
  skipOrder(reader);
  reader.unsigned();
  reader.skip(1);
  const columns = reader.unsigned() + 1;
  const rows = reader.unsigned() + 1;
  const frames = reader.flag() ? 1 : 2;
  if (frames === 2) reader.skip(1);
  reader.skip(1);
  const crop = reader.flag()
    ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
    : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * frames;
  return {
    codec: `avc1.${hex(profile)}${hex(constraints)}${hex(level)}`,
    width: columns * 16 - unitX * (left + right),
    height: rows * 16 * frames - unitY * (top + bottom),
  };
}

function reversed(value: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit += 1) result = result * 2 + (Math.floor(value / 2 ** bit) % 2);
  return result;
}

/** Format of an H.265 stream by its sequence parameter set (ITU-T H.265 7.3.2.2; codec string of ISO/IEC 14496-15 E.3). */
export function h265FormatOf(unit: Uint8Array): VideoFormat {
  const reader = new BitReader(unit.subarray(2));
  reader.skip(4);
  const subLayers = reader.bits(3);
  reader.skip(1);
  const space = ['', 'A', 'B', 'C'][reader.bits(2)] ?? '';
  const tier = reader.flag() ? 'H' : 'L';
  const profile = reader.bits(5);
  const compatibility = reversed(reader.bits(32));
  const constraints = [0, 1, 2, 3, 4, 5].map(() => reader.bits(8));
  const level = reader.bits(8);
  const present = Array.from({ length: subLayers }, () => [reader.flag(), reader.flag()] as const);
  if (subLayers > 0) reader.skip(2 * (8 - subLayers));
  for (const [hasProfile, hasLevel] of present) reader.skip((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0));
  reader.unsigned();
  const chroma = reader.unsigned();
  if (chroma === 3) reader.skip(1);
  const [width, height] = [reader.unsigned(), reader.unsigned()];
  const crop = reader.flag()
    ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
    : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const end = constraints.findLastIndex((byte) => byte !== 0) + 1;
  const parts = constraints.slice(0, end).map((byte) => `.${byte.toString(16)}`);
  return {
    codec: `hvc1.${space}${profile}.${compatibility.toString(16)}.${tier}${level}${parts.join('')}`,
    width: width - (chroma === 1 || chroma === 2 ? 2 : 1) * (left + right),
    height: height - (chroma === 1 ? 2 : 1) * (top + bottom),
  };
}
