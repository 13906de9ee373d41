import { between, randomOf } from './random.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A view of a street: luma and its looks in infrared light. */
export interface Street {
  readonly luma: Float32Array;
  readonly infrared: Float32Array;
}

/** Sky, houses with windows, a street, and a grain on all of it. */
export function paintStreet({ width, height }: Size, seed: number): Street {
  const random = randomOf(seed);
  const luma = new Float32Array(width * height);
  const infrared = new Float32Array(width * height);
  const fill = (left: number, top: number, wide: number, high: number, by: number, lit: number): void => {
    for (let y = Math.max(0, top); y < Math.min(height, top + high); y += 1)
      for (let x = Math.max(0, left); x < Math.min(width, left + wide); x += 1) {
        luma[y * width + x] = by;
        infrared[y * width + x] = lit;
      }
  };
  const horizon = Math.round(height * 0.35);
  fill(0, 0, width, horizon, 190, 40);
  fill(0, horizon, width, height - horizon, 100, 120);
  for (let left = 0; left < width; ) {
    const wide = Math.round(between(random, 30, 60));
    const top = Math.round(between(random, 8, horizon - 12));
    const by = between(random, 60, 170);
    fill(left, top, wide, horizon + 12 - top, by, between(random, 40, 160));
    for (let x = left + 5; x < left + wide - 8; x += 13)
      for (let y = top + 5; y < horizon; y += 14) fill(x, y, 6, 7, by > 110 ? by - 50 : by + 50, 90);
    left += wide;
  }
  for (let x = 0; x < width; x += 36) fill(x, Math.round(height * 0.72), 18, 3, 170, 190);
  for (let spot = 0; spot < 260; spot += 1)
    fill(
      Math.floor(random() * width),
      horizon + Math.floor(random() * (height - horizon)),
      3 + Math.floor(random() * 7),
      2 + Math.floor(random() * 4),
      between(random, 70, 140),
      between(random, 60, 190),
    );
  for (let i = 0; i < luma.length; i += 1) {
    luma[i] = (luma[i] ?? 0) + between(random, -7, 7);
    infrared[i] = (infrared[i] ?? 0) + between(random, -9, 9);
  }
  return { luma, infrared };
}
