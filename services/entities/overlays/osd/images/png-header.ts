import { imageLimits } from './slots.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Legal bit depths by colour type (PNG, IHDR). */
const depths: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

/**
 * Looks at the header of a file, before a decoder gets it: a decoder makes room for whatever the header says.
 * @returns why it is refused; undefined for a PNG of an allowed size
 */
export function refusedPng(file: Buffer): 'no PNG' | 'too large' | undefined {
  if (file.length < 33 || !file.subarray(0, 8).equals(signature)) return 'no PNG';
  if (file.readUInt32BE(8) !== 13 || file.toString('latin1', 12, 16) !== 'IHDR') return 'no PNG';
  const [width, height, depth = 0, color = 0] = [file.readUInt32BE(16), file.readUInt32BE(20), file[24], file[25]];
  if (width === 0 || height === 0 || depths.get(color)?.includes(depth) !== true) return 'no PNG';
  return width > imageLimits.side || height > imageLimits.side ? 'too large' : undefined;
}
