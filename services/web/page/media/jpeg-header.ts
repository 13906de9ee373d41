/** Quantisation tables of RFC 2435 appendix A, in zigzag order: luminance, chrominance. */
const luma = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61,
  60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121,
  112, 100, 120, 92, 101, 103, 99,
];
const chroma = [
  17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99,
];

/** Tables of a quality from 1 to 99 (RFC 2435 4.2). */
export function scaledTables(quality: number): Uint8Array {
  const bounded = Math.min(99, Math.max(1, quality));
  const scale = bounded < 50 ? Math.floor(5000 / bounded) : 200 - bounded * 2;
  return Uint8Array.from([...luma, ...chroma], (value) =>
    Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))),
  );
}

/** Huffman tables of ITU-T T.81 annex K.3: counts of codes by length, values. */
const directCounts = [
  [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
] as const;
const directValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const lumaCounts = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d];
const lumaValues =
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa';
const chromaCounts = [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77];
const chromaValues =
  '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa';

function digits(text: string): readonly number[] {
  return (text.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function huffman(id: number, counts: readonly number[], values: readonly number[]): readonly number[] {
  const size = 3 + counts.length + values.length;
  return [0xff, 0xc4, size >> 8, size & 255, id, ...counts, ...values];
}

const huffmanTables = [
  ...huffman(0x00, directCounts[0], directValues),
  ...huffman(0x10, lumaCounts, digits(lumaValues)),
  ...huffman(0x01, directCounts[1], directValues),
  ...huffman(0x11, chromaCounts, digits(chromaValues)),
];

interface JpegFacts {
  readonly type: number;
  readonly width: number;
  readonly height: number;
  /** Restart interval; 0 = none. */
  readonly restart: number;
  readonly tables: Uint8Array;
}

/** Head of a JPEG file for the scan that RTP carries (RFC 2435 appendix B). */
export function jpegHeader({ type, width, height, restart, tables }: JpegFacts): Uint8Array {
  const sampling = (type & 63) === 0 ? 0x21 : 0x22;
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...[0xff, 0xdb, 0, 67, 0, ...tables.subarray(0, 64)],
    ...[0xff, 0xdb, 0, 67, 1, ...tables.subarray(64, 128)],
    ...(restart === 0 ? [] : [0xff, 0xdd, 0, 4, restart >> 8, restart & 255]),
    ...[0xff, 0xc0, 0, 17, 8, ...size, 3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1],
    ...huffmanTables,
    ...[0xff, 0xda, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0],
  ]);
}
