import type { MotionBlob } from '../../../hal/ports/scene-analyser.ts';
import { distance, overlap, type Place, placeOf } from './place.ts';
import { expected, type Track, wayUnseen } from './track.ts';

/** Score from which a blob may be a track. */
const least = 0.1;
/** Score that a shown object has before others. */
const shownFirst = 0.05;
/** Score that a blob loses which is where the object stood. */
const left = 0.6;

interface Pair {
  readonly track: Track;
  readonly blob: MotionBlob;
  readonly score: number;
}

/** How well a blob is where a track should be. */
function scoreOf(track: Track, wanted: Place, seen: Place, at: number, width: number): number {
  const gate = (wanted.wide + wanted.high) / 2 + 0.02 * width + wayUnseen(track, at);
  const near = 0.5 * (1 - distance(wanted, seen) / gate);
  // An object that goes on leaves a hole in the background, which looks like itself.
  const hole = track.stood === undefined ? 0 : left * overlap(track.stood.place, seen);
  return overlap(wanted, seen) + near - hole + (track.id === undefined ? 0 : shownFirst);
}

/** Blobs of tracks: pairs in the order of their scores, each track and each blob once. */
export function assigned(
  tracks: readonly Track[],
  blobs: readonly MotionBlob[],
  at: number,
  width: number,
): ReadonlyMap<Track, MotionBlob> {
  const places = blobs.map((blob) => [blob, placeOf(blob)] as const);
  const pairs: Pair[] = [];
  for (const track of tracks) {
    const wanted = expected(track, at);
    for (const [blob, seen] of places) {
      const score = scoreOf(track, wanted, seen, at, width);
      if (score >= least) pairs.push({ track, blob, score });
    }
  }
  const found = new Map<Track, MotionBlob>();
  const taken = new Set<MotionBlob>();
  for (const { track, blob } of pairs.sort((one, other) => other.score - one.score)) {
    if (found.has(track) || taken.has(blob)) continue;
    found.set(track, blob);
    taken.add(blob);
  }
  return found;
}
