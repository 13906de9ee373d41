import type { MotionBlob, MotionRecord, PictureMeasures } from '../ports/scene-analyser.ts';

const version = 2;
const headerBytes = 38;
const blobBytes = 18;
const mostRows = 64;
const mostBlobs = 32;
const recordFlags = { settling: 1, shaken: 2 };
const blobFlags = { still: 1, ghost: 2 };

function refuse(reason: string): never {
  throw new RangeError(`motion record: ${reason}`);
}

/** Nanoseconds as milliseconds with their fraction. */
function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}

function measuresIn(view: DataView): PictureMeasures {
  return {
    mean: view.getUint8(25),
    dark: view.getUint8(26),
    bright: view.getUint8(27),
    detail: view.getUint16(28, true) / 256,
    change: view.getUint16(30, true) / 1000,
    gain: view.getUint16(32, true) / 8192,
    offset: view.getInt16(34, true) / 32,
    noise: view.getUint16(36, true) / 256,
  };
}

function blobAt(view: DataView, at: number, width: number, height: number): MotionBlob {
  const place = (index: number): number => view.getUint16(at + 2 * index, true);
  const flags = view.getUint8(at + 16);
  const blob = {
    left: place(0),
    top: place(1),
    right: place(2),
    bottom: place(3),
    centreX: place(4),
    centreY: place(5),
    area: view.getUint32(at + 12, true),
    level: view.getUint8(at + 17),
    still: (flags & blobFlags.still) !== 0,
    ghost: (flags & blobFlags.ghost) !== 0,
  };
  const inside = blob.left < blob.right && blob.right <= width && blob.top < blob.bottom && blob.bottom <= height;
  if (!inside || flags > 3) refuse('blob out of the picture');
  return blob;
}

/** Bits that are set, in order. */
function* setBits(cells: Uint8Array): Iterable<number> {
  for (const [index, byte] of cells.entries())
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (0x80 >> bit)) !== 0) yield index * 8 + bit;
}

/** @internal Reads what hal/native/analysis/record.c writes; throws RangeError for anything else. */
export function readMotionRecord(bytes: Uint8Array): MotionRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes + 1 || view.getUint8(0) !== version) refuse('version or length');
  const [flags, columns, rows, count] = [
    view.getUint8(1),
    view.getUint8(2),
    view.getUint8(3),
    view.getUint8(headerBytes),
  ];
  const [width, height] = [view.getUint16(4, true), view.getUint16(6, true)];
  if (flags > 3 || columns !== 32 || rows < 1 || rows > mostRows || count > mostBlobs) refuse('header out of bounds');
  const cellsAt = headerBytes + 1;
  const levelsAt = cellsAt + (columns * rows) / 8;
  if (bytes.length < levelsAt) refuse('cells are cut off');
  const cells = bytes.slice(cellsAt, levelsAt);
  const moving = [...setBits(cells)];
  const blobsAt = levelsAt + moving.length;
  if (bytes.length !== blobsAt + count * blobBytes) refuse('length does not fit');
  const levels = new Uint8Array(columns * rows);
  for (const [index, cell] of moving.entries()) levels[cell] = view.getUint8(levelsAt + index);
  return {
    time: view.getBigInt64(8, true),
    utc: milliseconds(view.getBigInt64(16, true)),
    width,
    height,
    columns,
    rows,
    settling: (flags & recordFlags.settling) !== 0,
    shaken: (flags & recordFlags.shaken) !== 0,
    threshold: view.getUint8(24),
    measures: measuresIn(view),
    cells,
    levels,
    blobs: Array.from({ length: count }, (_, index) => blobAt(view, blobsAt + index * blobBytes, width, height)),
  };
}
