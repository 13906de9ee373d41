import { type AccessUnit, lengthPrefixed } from './access-unit.ts';
import type { VideoFormat } from './video-format.ts';

type Part = Uint8Array | readonly number[] | string;

function bytesOf(part: Part): Uint8Array {
  if (part instanceof Uint8Array) return part;
  return typeof part === 'string' ? new TextEncoder().encode(part) : Uint8Array.from(part);
}

function joined(parts: readonly Part[]): Uint8Array {
  const all = parts.map(bytesOf);
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of all) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

const u16 = (value: number): readonly number[] => [(value >> 8) & 255, value & 255];
const u32 = (value: number): readonly number[] => [...u16(Math.floor(value / 65_536)), ...u16(value % 65_536)];
const zeros = (count: number): readonly number[] => new Array<number>(count).fill(0);

/** Box of ISO/IEC 14496-12. */
function box(type: string, ...parts: readonly Part[]): Uint8Array {
  const content = joined(parts);
  return joined([u32(content.length + 8), type, content]);
}

/** Box with version and flags. */
function full(type: string, version: number, flags: number, ...parts: readonly Part[]): Uint8Array {
  return box(type, [version, flags >> 16, (flags >> 8) & 255, flags & 255], ...parts);
}

const unity = [...u32(0x10000), ...zeros(12), ...u32(0x10000), ...zeros(12), ...u32(0x40000000)];

/** Ticks a second of a video track. */
const timescale = 90_000;

/** Configuration record of H.264 (ISO/IEC 14496-15 5.3.3). */
function avcC(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const [, profile = 0, constraints = 0, level = 0] = sps;
  const head = [1, profile, constraints, level, 0xff, 0xe1];
  return box('avcC', head, u16(sps.length), sps, [1], u16(pps.length), pps);
}

function sampleEntry(configuration: Uint8Array, { width, height }: VideoFormat): Uint8Array {
  const size = [...u16(width), ...u16(height)];
  const resolution = [...u32(0x480000), ...u32(0x480000)];
  const rest = [...zeros(4), ...u16(1), ...zeros(32), ...u16(24), 0xff, 0xff];
  return box('avc1', zeros(6), u16(1), zeros(16), size, resolution, rest, configuration);
}

function sampleTable(entry: Uint8Array): Uint8Array {
  const empty = ['stts', 'stsc', 'stco'].map((name) => full(name, 0, 0, u32(0)));
  return box('stbl', full('stsd', 0, 0, u32(1), entry), ...empty, full('stsz', 0, 0, zeros(8)));
}

function track(entry: Uint8Array, { width, height }: VideoFormat): Uint8Array {
  const header = full('tkhd', 0, 3, zeros(8), u32(1), zeros(24), unity, u16(width), zeros(2), u16(height), zeros(2));
  const media = box(
    'mdia',
    full('mdhd', 0, 0, zeros(8), u32(timescale), zeros(4), [0x55, 0xc4, 0, 0]),
    full('hdlr', 0, 0, zeros(4), 'vide', zeros(12), 'camera\0'),
    box(
      'minf',
      full('vmhd', 0, 1, zeros(8)),
      box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))),
      sampleTable(entry),
    ),
  );
  return box('trak', header, media);
}

/** Initialisation segment of one H.264 track. */
export function initialSegment(sps: Uint8Array, pps: Uint8Array, format: VideoFormat): Uint8Array {
  const movie = full(
    'mvhd',
    0,
    0,
    zeros(8),
    u32(timescale),
    zeros(4),
    u32(0x10000),
    u16(0x100),
    zeros(10),
    unity,
    zeros(24),
    u32(2),
  );
  const extension = box('mvex', full('trex', 0, 0, u32(1), u32(1), zeros(12)));
  return joined([
    box('ftyp', 'isom', u32(1), 'isomavc1'),
    box('moov', movie, track(sampleEntry(avcC(sps, pps), format), format), extension),
  ]);
}

/** Media segment of one picture. */
export function mediaSegment(unit: AccessUnit, sequence: number, time: number, duration: number): Uint8Array {
  const data = lengthPrefixed(unit.units);
  const flags = unit.key ? 0x02000000 : 0x01010000;
  const fragment = (offset: number): Uint8Array =>
    box(
      'moof',
      full('mfhd', 0, 0, u32(sequence)),
      box(
        'traf',
        full('tfhd', 0, 0x020000, u32(1)),
        full('tfdt', 1, 0, u32(Math.floor(time / 2 ** 32)), u32(time % 2 ** 32)),
        full('trun', 0, 0x000701, u32(1), u32(offset), u32(duration), u32(data.length), u32(flags)),
      ),
    );
  const size = fragment(0).length;
  return joined([fragment(size + 8), box('mdat', data)]);
}
