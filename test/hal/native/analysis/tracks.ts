import type { MotionBlob } from '../../../../hal/ports/scene-analyser.ts';
import type { Truth } from './scene.ts';
import type { Box } from './things.ts';

const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top);

function overlap(one: Box, other: Box): number {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/** Whether a blob is that thing: half of both is common, or most of the thing is in a blob of several. */
export function shows(blob: Box, thing: Box): boolean {
  const common = overlap(blob, thing);
  return common > 0.25 * (areaOf(blob) + areaOf(thing) - common) || common > 0.6 * areaOf(thing);
}

interface Track {
  box: Box;
  speed: readonly [number, number];
  readonly first: readonly [number, number];
  reach: number;
  path: number;
  hits: number;
  lost: number;
  readonly things: Map<number, number>;
  shown: boolean;
}

const middle = ({ left, top, right, bottom }: Box): readonly [number, number] => [
  (left + right) / 2,
  (top + bottom) / 2,
];

/** A plain tracker after analytics' rules, which tells how many of the blobs became objects. */
export class Tracks {
  private readonly width: number;
  private readonly rate: number;
  private live: Track[] = [];
  private readonly ended: Track[] = [];

  constructor(width: number, rate: number) {
    this.width = width;
    this.rate = rate;
  }

  take(blobs: readonly MotionBlob[], truths: readonly Truth[]): void {
    const left = new Set(blobs);
    for (const track of this.live.toSorted((one, other) => other.hits - one.hits)) {
      const best = this.nearest(track, left);
      if (best === undefined) track.lost += 1;
      else {
        left.delete(best);
        this.follow(track, best, truths);
      }
    }
    for (const blob of left) if (!blob.still) this.live.push(this.begin(blob, truths));
    const isLost = (track: Track): boolean => track.lost / this.rate > (track.shown ? 1 : 0.35);
    this.ended.push(...this.live.filter((track) => isLost(track) && track.shown));
    this.live = this.live.filter((track) => !isLost(track));
  }

  /** Objects that were shown, and those of them that were no thing. */
  sums(): { readonly shown: number; readonly wrong: number } {
    const all = [...this.ended, ...this.live.filter(({ shown }) => shown)];
    const seen = ({ things }: Track): number => Math.max(0, ...things.values());
    return { shown: all.length, wrong: all.filter((track) => seen(track) * 2 < track.hits).length };
  }

  private begin(blob: MotionBlob, truths: readonly Truth[]): Track {
    const track: Track = {
      box: blob,
      speed: [0, 0],
      first: middle(blob),
      reach: 0,
      path: 0,
      hits: 0,
      lost: 0,
      things: new Map(),
      shown: false,
    };
    this.follow(track, blob, truths);
    return track;
  }

  private nearest(track: Track, blobs: ReadonlySet<MotionBlob>): MotionBlob | undefined {
    const { left, top, right, bottom } = track.box;
    const gate = (right - left + bottom - top) / 2 + 0.02 * this.width;
    const [x, y] = middle(track.box);
    const scored = [...blobs].map((blob) => {
      const [nextX, nextY] = middle(blob);
      const far = Math.hypot(nextX - x - track.speed[0], nextY - y - track.speed[1]);
      const common = overlap(track.box, blob);
      const union = areaOf(track.box) + areaOf(blob) - common;
      return { blob, score: common / union + 0.5 * (1 - far / gate) };
    });
    const best = scored.toSorted((one, other) => other.score - one.score)[0];
    return best !== undefined && best.score >= 0.1 ? best.blob : undefined;
  }

  private follow(track: Track, blob: MotionBlob, truths: readonly Truth[]): void {
    const [x, y] = middle(track.box);
    const [nextX, nextY] = middle(blob);
    track.speed = [track.speed[0] * 0.7 + (nextX - x) * 0.3, track.speed[1] * 0.7 + (nextY - y) * 0.3];
    track.path += Math.hypot(nextX - x, nextY - y);
    track.reach = Math.max(track.reach, Math.hypot(nextX - track.first[0], nextY - track.first[1]));
    track.box = blob;
    track.lost = 0;
    track.hits += 1;
    for (const { id, box } of truths) if (overlap(blob, box) > 0) track.things.set(id, (track.things.get(id) ?? 0) + 1);
    const smaller = Math.min(blob.right - blob.left, blob.bottom - blob.top);
    const far = track.reach > Math.max(0.02 * this.width, 0.35 * smaller) && track.reach > track.path / 2;
    track.shown ||= track.hits >= 4 && far;
  }
}
