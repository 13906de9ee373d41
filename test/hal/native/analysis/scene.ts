import { normalNoise, randomOf } from './random.ts';
import { paintStreet, type Size, type Street } from './street.ts';
import { type Box, boxOf, drawThing, type Thing } from './things.ts';

/** What a scene does with its picture at a time; all of it by the same seed. */
export interface Weather {
  /** Changes the street before things are drawn. */
  readonly street?: (picture: Float32Array, time: number, street: Street, size: Size) => void;
  /** Changes the light after things were drawn. */
  readonly light?: (picture: Float32Array, time: number, size: Size, random: () => number) => void;
  /** Shift of the camera, pixels. */
  readonly shift?: (random: () => number) => readonly [number, number];
  /** Deviation of the noise at a time, levels. */
  readonly noise: (time: number) => number;
}

export interface Truth {
  readonly id: number;
  readonly box: Box;
  /** Whether it moved within half a second. */
  readonly moves: boolean;
}

const noiseCount = 1 << 16;

/** Pictures of a seeded scene, with the places of its things. */
export class Scene {
  private readonly size: Size;
  private readonly weather: Weather;
  private readonly things: readonly Thing[];
  private readonly street: Street;
  private readonly random: () => number;
  private readonly noise: Float32Array;
  private readonly picture: Float32Array;
  private readonly bytes: Uint8Array;

  constructor(size: Size, weather: Weather, things: readonly Thing[], seed: number) {
    this.size = size;
    this.weather = weather;
    this.things = things;
    this.street = paintStreet(size, seed);
    this.random = randomOf(seed + 1);
    this.noise = normalNoise(this.random, noiseCount);
    this.picture = new Float32Array(size.width * size.height);
    this.bytes = new Uint8Array(size.width * size.height);
  }

  /** Luma of the next picture; the array is used again. */
  paint(time: number): Uint8Array {
    const { picture, size, weather } = this;
    picture.set(this.street.luma);
    weather.street?.(picture, time, this.street, size);
    for (const thing of this.things) {
      const left = thing.leftAt(time);
      if (left !== undefined) drawThing(picture, size, thing, Math.round(left));
    }
    weather.light?.(picture, time, size, this.random);
    this.develop(time);
    return this.bytes;
  }

  truth(time: number): readonly Truth[] {
    return this.things.flatMap((thing) => {
      const box = boxOf(thing, time, this.size);
      if (box === undefined || box.right - box.left < thing.wide / 2) return [];
      const before = thing.leftAt(time - 0.5);
      return [{ id: thing.id, box, moves: before === undefined || Math.abs(before - (thing.leftAt(time) ?? 0)) > 1 }];
    });
  }

  private develop(time: number): void {
    const { picture, bytes, noise } = this;
    const { width, height } = this.size;
    const [across, down] = this.weather.shift?.(this.random) ?? [0, 0];
    const deviation = this.weather.noise(time);
    for (let y = 0; y < height; y += 1) {
      const line = Math.min(height - 1, Math.max(0, y + down)) * width;
      const from = Math.floor(this.random() * (noiseCount - width));
      for (let x = 0; x < width; x += 1) {
        const column = Math.min(width - 1, Math.max(0, x + across));
        const level = (picture[line + column] ?? 0) + (noise[from + x] ?? 0) * deviation + 0.5;
        bytes[y * width + x] = Math.min(Math.max(level, 0), 255);
      }
    }
  }
}
