import type { MotionBlob } from '../../../hal/ports/scene-analyser.ts';
import type { StillThing } from '../scene/scene.ts';
import { covered, distance, normalizedBox, normalizedPoint, type PictureSize, type Place, placeOf } from './place.ts';
import type { Track } from './track.ts';

/** Thing that was put down, or place of one that was taken away. Times are seconds of the tracker. */
export interface KeptThing {
  /** undefined until it was seen for long enough. */
  readonly id: number | undefined;
  readonly kind: StillThing['kind'];
  readonly place: Place;
  readonly firstAt: number;
  readonly seenAt: number;
  /** Object that was beside it when it appeared. */
  readonly owner: number | undefined;
  /** As `Scene.delayTime`: when its owner was near for the last time. */
  readonly since: number;
  readonly clarity: number;
}

/** What a picture has for things. */
interface ThingsInput {
  readonly at: number;
  readonly delayTime: number;
  readonly size: PictureSize;
  readonly threshold: number;
  /** Blobs that no track has. */
  readonly blobs: readonly MotionBlob[];
  readonly tracks: readonly Track[];
  takeId(): number;
}

/** Seconds until a still blob is a thing, for which it may be hidden before, and for which things are kept. */
const times = { confirmed: 2, hidden: 1, kept: 3700 } as const;
const most = 32;
/** Part of the smaller place from which two places are the same. */
const same = 0.4;

const covers = (one: Place, other: Place): boolean => covered(one, other) > same;

function clarityOf({ level }: MotionBlob, threshold: number): number {
  return Math.min(1, Math.max(0, (level - threshold) / Math.max(1, threshold)));
}

/** Distance below which an object is beside a thing, pixels. */
function nearness(track: Track, place: Place, { width }: PictureSize): number {
  return (track.place.wide + place.wide) / 2 + (track.place.high + place.high) / 4 + 0.05 * width;
}

function isBeside(track: Track, place: Place, size: PictureSize): boolean {
  return distance(track.place, place) < nearness(track, place, size);
}

/** A left thing after a picture; undefined when it is gone. */
function keptLeft(thing: KeptThing, input: ThingsInput): KeptThing | undefined {
  const { at, delayTime, blobs, tracks, size, threshold } = input;
  if (blobs.some((blob) => blob.ghost && covers(placeOf(blob), thing.place))) return undefined;
  const blob = blobs.find((one) => one.still && covers(placeOf(one), thing.place));
  const owner = tracks.find(({ id }) => id !== undefined && id === thing.owner);
  const accompanied = owner !== undefined && isBeside(owner, thing.place, size);
  const since = accompanied ? delayTime : thing.since;
  if (blob === undefined) {
    // A confirmed thing has become background; a person in front of it hides it as well.
    return thing.id === undefined && at - thing.seenAt > times.hidden ? undefined : { ...thing, since };
  }
  const confirmed = thing.id === undefined && at - thing.firstAt >= times.confirmed;
  return {
    ...thing,
    since,
    id: confirmed ? input.takeId() : thing.id,
    seenAt: at,
    clarity: Math.max(thing.clarity, clarityOf(blob, threshold)),
  };
}

/** A removed thing after a picture; undefined when it was put back. */
function keptRemoved(thing: KeptThing, { blobs }: ThingsInput): KeptThing | undefined {
  const back = blobs.some((blob) => blob.still && !blob.ghost && covers(placeOf(blob), thing.place));
  return back ? undefined : thing;
}

function begunThing(blob: MotionBlob, input: ThingsInput): KeptThing {
  const { at, delayTime, tracks, size, threshold } = input;
  const place = placeOf(blob);
  const beside = tracks
    .filter((track) => track.id !== undefined && isBeside(track, place, size))
    .toSorted((one, other) => distance(one.place, place) - distance(other.place, place));
  return {
    id: blob.ghost ? input.takeId() : undefined,
    kind: blob.ghost ? 'removed' : 'left',
    ...{ place, firstAt: at, seenAt: at, since: delayTime, clarity: clarityOf(blob, threshold) },
    owner: blob.ghost ? undefined : beside[0]?.id,
  };
}

/** Whether a blob is at a place that a track has, or had while it stood. */
function isOfTrack(place: Place, tracks: readonly Track[]): boolean {
  return tracks.some(
    (track) => covers(track.place, place) || (track.stood !== undefined && covers(track.stood.place, place)),
  );
}

/** Things after a picture: those that stay, and what was put down or taken away just now. */
export function thingsAfter(things: readonly KeptThing[], input: ThingsInput): readonly KeptThing[] {
  const { at, blobs, tracks } = input;
  const kept = things
    .filter(({ firstAt }) => at - firstAt < times.kept)
    .flatMap((thing) => (thing.kind === 'left' ? keptLeft(thing, input) : keptRemoved(thing, input)) ?? []);
  const fresh = blobs.filter((blob) => {
    const place = placeOf(blob);
    return (
      (blob.still || blob.ghost) && !isOfTrack(place, tracks) && !things.some((thing) => covers(thing.place, place))
    );
  });
  return [...kept, ...fresh.map((blob) => begunThing(blob, input))].slice(-most);
}

/** Things as rules see them. */
export function stillThings(things: readonly KeptThing[], size: PictureSize): readonly StillThing[] {
  return things.flatMap(({ id, kind, place, since, clarity }) =>
    id === undefined
      ? []
      : [{ id, kind, box: normalizedBox(place, size), centre: normalizedPoint(place, size), since, clarity }],
  );
}
