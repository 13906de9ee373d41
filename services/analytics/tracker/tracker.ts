import type { MotionBlob, MotionRecord } from '../../../hal/ports/scene-analyser.ts';
import { assigned } from './assignment.ts';
import { covered, overlap, type PictureSize, placeOf } from './place.ts';
import { type KeptThing, thingsAfter } from './still-things.ts';
import { begunTrack, coasting, expected, followed, isObject, type ObjectSizes, type Track } from './track.ts';

/** Objects that are shown at once, and tracks of which some may become objects. */
const mostObjects = 32;
const mostTracks = 64;
/** Seconds for which a track that is not shown, or shown, goes on unseen; after a time without motion; and for which idle objects are kept. */
const limits = { unshown: 0.35, shown: 1, held: 3, idle: 600 } as const;
const highestId = 0x7fff_ffff;

export interface TrackerState {
  readonly size: PictureSize;
  readonly tracks: readonly Track[];
  readonly things: readonly KeptThing[];
  /** ObjectId of the last object. */
  readonly lastId: number;
  /** Time of the last picture, seconds, and between it and the one before. */
  readonly at: number;
  readonly interval: number;
  /** The last time at which nothing could be seen: the scene settled, or there were no pictures. */
  readonly blindAt: number;
}

export const noTracks: TrackerState = {
  size: { width: 320, height: 180 },
  ...{ tracks: [], things: [], lastId: 0, at: 0, interval: 0, blindAt: Number.NEGATIVE_INFINITY },
};

/** Moment of a picture or a tick: seconds by the camera's clock, and the times of the scene. */
interface TrackerTime {
  readonly at: number;
  readonly utc: number;
  readonly delayTime: number;
}

/** Seconds for which a track may go unseen at present: at few pictures a second always more than two of them. */
function patience({ id }: Track, { interval, blindAt }: TrackerState, at: number): number {
  const usual = id === undefined ? limits.unshown : limits.shown;
  const slow = Math.min(2.5 * interval, limits.held);
  return Math.max(usual, slow, id !== undefined && at - blindAt <= limits.shown ? limits.held + limits.shown : 0);
}

const isIdle = ({ state }: Track): boolean => state === 'idle';

/** An object that no blob is: it became background where it stood, or it is expected back; undefined when it is lost. */
function unseen(track: Track, blobs: readonly MotionBlob[], state: TrackerState): Track | undefined {
  const { at } = state;
  if (track.still && track.id !== undefined)
    return { ...track, state: 'idle', stood: { place: track.place, since: at } };
  const place = expected({ ...track, merged: true }, at);
  const merged = track.id !== undefined && blobs.some((blob) => covered(placeOf(blob), place) > 0.5);
  if (at - track.seenAt > (merged ? coasting.merged : patience(track, state, at))) return undefined;
  return { ...track, merged, state: 'coasting' };
}

/** An idle object after a picture: motion at its place is its own when no other object has it. */
function stillIdle(track: Track, blobs: Set<MotionBlob>, at: number): Track | undefined {
  if (at - (track.stood?.since ?? at) > limits.idle) return undefined;
  for (const blob of blobs) {
    const place = placeOf(blob);
    if (covered(track.place, place) < 0.4) continue;
    blobs.delete(blob);
    // The object left unseen.
    if (blob.ghost) return undefined;
    return blob.still || overlap(track.place, place) < 0.1
      ? track
      : { ...followed(track, blob, at), speed: { x: 0, y: 0 } };
  }
  return track;
}

/** Gives ids to tracks that are objects by now, while there is room. */
function shown(
  tracks: readonly Track[],
  state: TrackerState,
  sizes: ObjectSizes,
  utc: number,
  takeId: () => number,
): readonly Track[] {
  let room = mostObjects - tracks.filter(({ id }) => id !== undefined).length;
  return tracks.map((track) => {
    if (track.id !== undefined || room <= 0 || !isObject(track, state.size, sizes)) return track;
    room -= 1;
    return { ...track, id: takeId(), shownSince: utc, before: track.first };
  });
}

/** Forgets the idle objects that stand longest when there are more than may be shown. */
function bounded(tracks: readonly Track[]): readonly Track[] {
  const since = ({ stood }: Track): number => stood?.since ?? 0;
  const idle = tracks.filter(isIdle).toSorted((one, other) => since(other) - since(one));
  const kept = new Set(idle.slice(0, mostObjects / 2));
  return tracks.filter((track) => !isIdle(track) || kept.has(track)).slice(0, mostTracks);
}

/** The tracker after a picture in which motion was looked for. */
export function tracked(
  given: TrackerState,
  record: MotionRecord,
  { at, utc, delayTime }: TrackerTime,
  sizes: ObjectSizes,
): TrackerState {
  const size = { width: record.width, height: record.height };
  const other = size.width !== given.size.width || size.height !== given.size.height;
  const state = { ...given, size, ...(other ? { tracks: [], things: [] } : {}), interval: at - given.at, at };
  let { lastId } = state;
  const takeId = (): number => {
    lastId = (lastId % highestId) + 1;
    return lastId;
  };
  const before = state.tracks.map((track) => ({ ...track, before: track.place }));
  const found = assigned(
    before.filter((track) => !isIdle(track)),
    record.blobs.filter(({ ghost }) => !ghost),
    at,
    size.width,
  );
  const free = new Set(record.blobs);
  const next = before
    .map((track) => {
      const blob = found.get(track);
      // What was put down is a thing, and no object that moves.
      if (blob === undefined || (blob.still && track.id === undefined)) return { track, after: undefined };
      free.delete(blob);
      return { track, after: followed(track, blob, at) };
    })
    .flatMap(({ track, after }) => {
      if (after !== undefined) return after;
      return (isIdle(track) ? stillIdle(track, free, at) : unseen(track, record.blobs, state)) ?? [];
    });
  const begun = [...free].filter(({ still, ghost }) => !still && !ghost).map((blob) => begunTrack(blob, at));
  const tracks = bounded([...shown(next, state, sizes, utc, takeId), ...begun]);
  const things = thingsAfter(state.things, {
    ...{ at, delayTime, size, threshold: record.threshold, tracks, takeId },
    blobs: [...free],
  });
  return { ...state, tracks, things, lastId };
}

/** The tracker after a moment in which nothing could be seen: objects wait where they are expected. */
export function coasted(state: TrackerState, at: number, blind: boolean): TrackerState {
  const next = { ...state, blindAt: blind ? at : state.blindAt };
  const tracks = next.tracks.flatMap((track) => {
    if (isIdle(track)) return [{ ...track, before: track.place }];
    const kept = at - track.seenAt <= (blind ? limits.held : patience(track, next, at));
    return kept ? [{ ...track, before: track.place, state: 'coasting' as const }] : [];
  });
  return { ...next, tracks };
}
