const blocks = 32;
const counterBits = 24;

/** Luma plane of a decoded picture. */
interface Luma {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Bytes between two rows; the width when absent. */
  readonly stride?: number;
}

/**
 * Frame counter (24 bit) of the virtual scene, read from the strip of blocks along the bottom edge (one of 20 parts
 * of the height): 1, 0, the counter, the number of ones in it (6 bit). undefined when the strip is missing or damaged.
 */
export function readSceneCounter(picture: Luma): number | undefined {
  const row = Math.floor(picture.height - picture.height / 40);
  const bits: readonly number[] = Array.from({ length: blocks }, (_, block) => {
    const column = Math.floor(((block + 0.5) * picture.width) / blocks);
    return (picture.bytes[row * (picture.stride ?? picture.width) + column] ?? 0) > 125 ? 1 : 0;
  });
  const value = (from: number, to: number): number => bits.slice(from, to).reduce((sum, bit) => sum * 2 + bit, 0);
  const ones = bits.slice(2, 2 + counterBits).filter((bit) => bit === 1).length;
  if (value(0, 2) !== 2 || value(2 + counterBits, blocks) !== ones) return undefined;
  return value(2, 2 + counterBits);
}
