import type { ObjectClass, Point, SceneObject } from '../scene/scene.ts';
import { classesOf, voted } from './class-votes.ts';
import { covered, normalizedBox, normalizedPoint, overlap, type PictureSize, type Place } from './place.ts';
import { begunTrack, type Track } from './track.ts';
import type { TrackerState } from './tracker.ts';

/** Classes whose objects stand on the ground by the lower edge of their box. */
const standing: ReadonlySet<string> = new Set(['Human', 'Animal']);

function pointOf({ x, y, high }: Place, stands: boolean, size: PictureSize): Point {
  return normalizedPoint({ x, y: Math.min(size.height, stands ? y + high / 2 : y) }, size);
}

/** Objects as rules see them; `least` is the likelihood from which a class counts, 0..1. */
export function objectsOf({ tracks, size, at }: TrackerState, least: number): readonly SceneObject[] {
  return tracks
    .flatMap((track) => {
      const { id, place, before, gravity, state, votes, shownSince } = track;
      if (id === undefined) return [];
      const classes = classesOf(votes, at, least);
      const stands = standing.has(classes[0]?.type ?? '');
      return {
        ...{ id, state, classes, shownSince },
        box: normalizedBox(place, size),
        centre: normalizedPoint(gravity, size),
        point: pointOf(place, stands, size),
        // Both points by the same rule: a class that becomes known moves no object.
        before: pointOf(before, stands, size),
      };
    })
    .toSorted((one, other) => one.id - other.id);
}

/** What a detector found at a place of a picture. */
interface Detection {
  readonly place: Place;
  readonly classes: readonly ObjectClass[];
}

/** Likelihood from which a detection that no track has is an object. */
const sure = 0.6;

/** Place of a track at a time: the nearest one that is remembered. */
function placeAt({ history, place }: Track, at: number): Place {
  const near = history.toSorted((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at))[0];
  return near?.place ?? place;
}

/** How surely a detection is that track, 0 for not at all. */
function fit(track: Track, { place }: Detection, at: number): number {
  const then = placeAt(track, at);
  const same = overlap(then, place);
  return same > 0.2 || covered(then, place) > 0.7 ? same + 0.01 : 0;
}

/** An object that a detector saw and no motion: it stands there since before the start. */
function standingTrack({ place, classes }: Detection, id: number, at: number, utc: number): Track {
  const blob = {
    ...{ left: place.x - place.wide / 2, right: place.x + place.wide / 2 },
    ...{ top: place.y - place.high / 2, bottom: place.y + place.high / 2 },
    ...{ centreX: place.x, centreY: place.y, area: place.wide * place.high, level: 0, still: true, ghost: false },
  };
  const votes = voted([], classes, at);
  return { ...begunTrack(blob, at), id, state: 'idle', stood: { place, since: at }, votes, shownSince: utc };
}

/** @internal The tracker after detections in the picture of a time (seconds). Detections that are unsure and no track's are dropped. */
export function detected(
  state: TrackerState,
  detections: readonly Detection[],
  { at, utc }: { readonly at: number; readonly utc: number },
  mostObjects = 32,
): TrackerState {
  let { tracks, lastId } = state;
  for (const detection of detections) {
    const fits = tracks.map((track) => [track, fit(track, detection, at)] as const);
    const [best] = fits.toSorted(([, one], [, other]) => other - one);
    if (best !== undefined && best[1] > 0) {
      const after = { ...best[0], votes: voted(best[0].votes, detection.classes, at) };
      tracks = tracks.map((track) => (track === best[0] ? after : track));
    } else if (detection.classes.some(({ likelihood }) => likelihood > sure)) {
      if (tracks.filter(({ id }) => id !== undefined).length >= mostObjects) continue;
      lastId += 1;
      tracks = [...tracks, standingTrack(detection, lastId, at, utc)];
    }
  }
  return { ...state, tracks, lastId };
}
