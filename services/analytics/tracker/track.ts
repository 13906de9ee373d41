import type { MotionBlob } from '../../../hal/ports/scene-analyser.ts';
import type { ObjectState } from '../scene/scene.ts';
import type { ClassVotes } from './class-votes.ts';
import { distance, type PictureSize, type Place, placeOf } from './place.ts';

/** Something that is followed from picture to picture. Places are pixels, times seconds of the tracker. */
export interface Track {
  /** ObjectId; undefined until it is shown. */
  readonly id: number | undefined;
  readonly place: Place;
  /** Place in the scene before; the first one for an object that was not shown then. */
  readonly before: Place;
  /** Centre of gravity. */
  readonly gravity: Pick<Place, 'x' | 'y'>;
  /** Pixels in a second. */
  readonly speed: Pick<Place, 'x' | 'y'>;
  readonly first: Place;
  /** The farthest that it was from its first place, and the way gone. */
  readonly reach: number;
  readonly path: number;
  readonly hits: number;
  readonly seenAt: number;
  /** Whether its last blob was still. */
  readonly still: boolean;
  readonly state: ObjectState;
  /** Whether it is hidden in the blob of another one. */
  readonly merged: boolean;
  /** Where it stood still last, and since when. */
  readonly stood: { readonly place: Place; readonly since: number } | undefined;
  readonly votes: ClassVotes;
  /** Places of the last two seconds, which tell whose a detection is. */
  readonly history: readonly { readonly at: number; readonly place: Place }[];
  /** Milliseconds since 1970; of the first scene with it. */
  readonly shownSince: number;
}

/** Parts of the difference by which a picture corrects what was expected. */
const gains = { place: 0.7, speed: 0.3, size: 0.4 } as const;
/** Seconds for which a track is expected where its speed takes it: alone, and in the blob of another one. */
export const coasting = { alone: 1, merged: 4 } as const;
const remembered = 2;
const leastHits = 4;

export function begunTrack(blob: MotionBlob, at: number): Track {
  const place = placeOf(blob);
  return {
    id: undefined,
    ...{ place, before: place, first: place },
    gravity: { x: blob.centreX, y: blob.centreY },
    speed: { x: 0, y: 0 },
    ...{ reach: 0, path: 0, hits: 1, seenAt: at, still: blob.still, state: 'moving' },
    merged: false,
    stood: undefined,
    votes: [],
    history: [{ at, place }],
    shownSince: 0,
  };
}

/** Where it should be at a time, by its speed. */
export function expected({ place, speed, seenAt, state, merged }: Track, at: number): Place {
  const horizon = merged ? coasting.merged : coasting.alone;
  const time = state === 'idle' ? 0 : Math.min(horizon, Math.max(0, at - seenAt));
  return { ...place, x: place.x + speed.x * time, y: place.y + speed.y * time };
}

/** Pixels that it may have gone beyond what is expected, after a time in which motion was held. */
export function wayUnseen({ speed, seenAt, merged }: Track, at: number): number {
  if (merged) return 0;
  return Math.max(0, at - seenAt - coasting.alone) * Math.hypot(speed.x, speed.y);
}

/** The track after a picture in which that blob is it. */
export function followed(track: Track, blob: MotionBlob, at: number): Track {
  const seen = placeOf(blob);
  const wanted = expected(track, at);
  const near = (from: number, to: number, part: number): number => from + (to - from) * part;
  const corrected = {
    x: near(wanted.x, seen.x, gains.place),
    y: near(wanted.y, seen.y, gains.place),
    wide: near(wanted.wide, seen.wide, gains.size),
    high: near(wanted.high, seen.high, gains.size),
  };
  // A thing that stands still becomes background piece by piece, and its blob shrinks.
  const place = blob.still && track.still ? track.place : corrected;
  const time = Math.max(0.01, at - track.seenAt);
  return {
    ...track,
    place,
    gravity: { x: blob.centreX, y: blob.centreY },
    speed: {
      x: near(track.speed.x, (seen.x - track.place.x) / time, gains.speed),
      y: near(track.speed.y, (seen.y - track.place.y) / time, gains.speed),
    },
    path: track.path + distance(place, track.place),
    reach: Math.max(track.reach, distance(place, track.first)),
    hits: track.hits + 1,
    seenAt: at,
    still: blob.still,
    state: 'moving',
    merged: false,
    history: remember(track.history, at, place),
  };
}

/** A place for each quarter of a second is enough to tell whose a detection is. */
function remember(history: Track['history'], at: number, place: Place): Track['history'] {
  const last = history.at(-1);
  if (last !== undefined && at - last.at < 0.25) return history;
  return [...history.filter((one) => at - one.at <= remembered), { at, place }];
}

/** Sizes of objects, as parts of the picture. */
export interface ObjectSizes {
  readonly leastWidth: number;
  readonly leastHeight: number;
  readonly mostWidth: number;
  readonly mostHeight: number;
}

/** Whether a track has shown that it is an object: things go somewhere, leaves and noise come back. */
export function isObject(
  { hits, reach, path, place }: Track,
  { width, height }: PictureSize,
  sizes: ObjectSizes,
): boolean {
  const { wide, high } = place;
  const fits =
    wide >= sizes.leastWidth * width &&
    wide <= sizes.mostWidth * width &&
    high >= sizes.leastHeight * height &&
    high <= sizes.mostHeight * height;
  return fits && hits >= leastHits && reach > Math.max(0.02 * width, 0.35 * Math.min(wide, high)) && reach > path / 2;
}
