import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MotionBlob } from '../../../../hal/ports/scene-analyser.ts';
import type { SceneObject, StillThing } from '../../../../services/analytics/scene/scene.ts';
import { detected, objectsOf } from '../../../../services/analytics/tracker/objects.ts';
import { stillThings } from '../../../../services/analytics/tracker/still-things.ts';
import { coasted, noTracks, type TrackerState, tracked } from '../../../../services/analytics/tracker/tracker.ts';
import { blobAt, recordAt } from '../records.ts';
import { noon } from '../scenes.ts';

const tracker = suite('tracker');

const sizes = { leastWidth: 0.02, leastHeight: 0.02, mostWidth: 1, mostHeight: 1 };

/** Blobs at a time (seconds); `blind` for a time in which nothing can be seen. */
type Film = (time: number) => readonly MotionBlob[] | 'blind';

interface Seen {
  readonly time: number;
  readonly objects: readonly SceneObject[];
  readonly things: readonly StillThing[];
}

/** What the tracker makes of a film, picture by picture. */
function watch(film: Film, seconds: number, rate = 10, begin: TrackerState = noTracks): readonly Seen[] {
  let state = begin;
  return Array.from({ length: seconds * rate }, (_, index) => {
    const time = index / rate;
    const blobs = film(time);
    const moment = { at: 100 + time, utc: noon + time * 1000, delayTime: time * 1000 };
    state = blobs === 'blind' ? coasted(state, 100 + time, true) : tracked(state, recordAt(0, blobs), moment, sizes);
    return { time, objects: objectsOf(state, 0), things: stillThings(state.things, state.size) };
  });
}

const idsOf = (seen: readonly Seen[]): readonly number[] => [
  ...new Set(seen.flatMap(({ objects }) => objects.map(({ id }) => id))),
];
const last = (seen: readonly Seen[]): Seen => seen.at(-1) ?? { time: 0, objects: [], things: [] };
/** A person that walks to the right from a time on. */
const walker = (time: number, speed = 30, y = 100): MotionBlob => blobAt(20 + speed * time, y);

tracker('shows an object once it went somewhere, with its first place as the place before', () => {
  const seen = watch((time) => [walker(time)], 3);
  const first = seen.find(({ objects }) => objects.length > 0);
  assert.ok(first !== undefined && first.time >= 0.3 && first.time <= 0.6);
  const [object] = first.objects;
  assert.ok(object !== undefined && Math.abs(object.before.x - (2 * 20) / 320 + 1) < 0.01);
  assert.is(object.shownSince, noon + first.time * 1000);
  assert.equal(idsOf(seen), [1]);
  const [end] = last(seen).objects;
  assert.ok(end !== undefined && Math.abs(end.box.left - ((2 * (20 + 30 * 2.9 - 10)) / 320 - 1)) < 0.04);
  assert.ok(end.box.top > end.box.bottom && end.state === 'moving');
});

const unshown: readonly (readonly [string, Film])[] = [
  ['leaves that come back', (time) => [blobAt(100 + 5 * Math.sin(time * 9), 60)]],
  ['noise that is never twice at a place', (time) => [blobAt(20 + ((time * 137) % 280), 20 + ((time * 911) % 140))]],
  ['something smaller than the module wants', (time) => [blobAt(20 + 30 * time, 100, { wide: 5, high: 3 })]],
  ['a blob of less than four pictures', (time) => (time < 0.3 ? [walker(time, 90)] : [])],
  ['a still blob', () => [blobAt(100, 100, { still: true })]],
];
for (const [name, film] of unshown)
  tracker(`does not show ${name}`, () => {
    assert.equal(idsOf(watch(film, 8)), []);
  });

tracker('keeps two persons apart who cross', () => {
  const seen = watch((time) => {
    const [one, other] = [20 + 40 * time, 300 - 40 * time];
    return Math.abs(one - other) < 20
      ? [blobAt((one + other) / 2, 101, { wide: 34 })]
      : [blobAt(one, 100), blobAt(other, 102)];
  }, 7);
  assert.equal(idsOf(seen), [1, 2]);
  const [first, second] = last(seen).objects;
  assert.ok(first !== undefined && second !== undefined && first.centre.x > second.centre.x);
});

tracker('coasts for a second, without a new id', () => {
  const hidden: Film = (time) => (time > 2 && time < 2.7 ? [] : [walker(time)]);
  const seen = watch(hidden, 5);
  assert.equal(idsOf(seen), [1]);
  assert.is(seen[25]?.objects[0]?.state, 'coasting');
  assert.equal(seen[25]?.objects[0]?.point, seen[25]?.objects[0]?.before);
  const gone = watch((time) => (time > 2 && time < 3.5 ? [] : [walker(time)]), 6);
  assert.equal(idsOf(gone), [1, 2]);
  assert.equal(gone[33]?.objects, []);
});

tracker('keeps the id over a time in which motion is held, up to three seconds', () => {
  const held =
    (until: number): Film =>
    (time) =>
      time >= 2 && time < until ? 'blind' : [walker(time, 20)];
  assert.equal(idsOf(watch(held(4.5), 8)), [1]);
  assert.is(idsOf(watch(held(6), 9)).length, 2);
});

tracker('an object that stops becomes idle, and goes on with its id', () => {
  const stops: Film = (time) => {
    if (time < 3) return [walker(time)];
    if (time < 11) return [blobAt(110, 100, { still: true })];
    return time < 20 ? [] : [walker(time - 17)];
  };
  const seen = watch(stops, 23);
  assert.equal(idsOf(seen), [1]);
  assert.equal(
    [5, 12, 19.5, 22].map((time) => seen[time * 10]?.objects[0]?.state),
    ['moving', 'idle', 'idle', 'moving'],
  );
  const [idle] = seen[150]?.objects ?? [];
  assert.ok(idle !== undefined && Math.abs(idle.box.right - idle.box.left - (2 * 20) / 320) < 0.01);
});

tracker('a passer-by takes neither id nor place of an idle object', () => {
  const seen = watch((time) => {
    const passer = time > 13 ? [blobAt(300 - 50 * (time - 13), 104)] : [];
    if (time < 3) return [walker(time)];
    return time < 11 ? [blobAt(110, 100, { still: true })] : passer;
  }, 19);
  assert.equal(idsOf(seen), [1, 2]);
  assert.is(last(seen).objects.find(({ id }) => id === 1)?.state, 'idle');
});

tracker('an idle object ends when its place turns out empty, and ten minutes after it stopped', () => {
  const parked =
    (after: Film): Film =>
    (time) => {
      if (time < 3) return [walker(time)];
      return time < 11 ? [blobAt(110, 100, { still: true })] : after(time);
    };
  const ghost = watch(
    parked((time) => (time === 14 ? [blobAt(110, 100, { still: true, ghost: true })] : [])),
    16,
  );
  assert.equal(last(ghost).objects, []);
  assert.equal(last(ghost).things, []);
  const long = watch(
    parked(() => []),
    620,
  );
  assert.equal(long[6000]?.objects.length, 1);
  assert.equal(last(long).objects, []);
});

tracker('follows things at one picture a second', () => {
  assert.equal(idsOf(watch((time) => [blobAt(30 + 12 * time, 100)], 20, 1)), [1]);
});

tracker('a bag that is put down is a thing of its own once its owner is away', () => {
  const seen = watch((time) => {
    const person = blobAt(20 + 30 * time, 100);
    return time < 3 ? [person] : [person, blobAt(110, 112, { wide: 12, high: 12, still: true })];
  }, 9);
  assert.equal(idsOf(seen), [1]);
  const [thing] = last(seen).things;
  assert.ok(thing?.kind === 'left' && thing.id === 2 && thing.clarity === 1);
  assert.ok(thing.since > 3000 && thing.since < 6000);
});

tracker('a picture that was taken off the wall is a removed thing until it is back', () => {
  const off: Film = (time) => {
    if (time === 2) return [blobAt(200, 50, { still: true, ghost: true })];
    return time > 6 && time < 8 ? [blobAt(200, 50, { still: true })] : [];
  };
  const seen = watch(off, 9);
  assert.equal(
    seen[50]?.things.map(({ kind, since }) => [kind, since]),
    [['removed', 2000]],
  );
  assert.equal(
    seen[75]?.things.map(({ kind }) => kind),
    [],
  );
});

tracker('stays bounded whatever comes', () => {
  let random = 7;
  const next = (): number => {
    random = (random * 48_271) % 2_147_483_647;
    return random / 2_147_483_647;
  };
  let state: TrackerState = noTracks;
  for (let index = 0; index < 600; index += 1) {
    const blobs = Array.from({ length: 32 }, (_, lane) =>
      blobAt(((index * 3 + lane * 40) % 300) + 10, 10 + ((lane * 37) % 160), {
        ...{ wide: 12, high: 12, still: next() < 0.1, ghost: next() < 0.02 },
      }),
    );
    const time = index / 10;
    state = tracked(state, recordAt(0, blobs), { at: time, utc: noon, delayTime: time * 1000 }, sizes);
    assert.ok(objectsOf(state, 0).length <= 32 && state.tracks.length <= 64 && state.things.length <= 32);
    assert.ok(state.tracks.every(({ history }) => history.length <= 25));
  }
});

tracker('the class that detections agree on counts, and moves the point to the feet', () => {
  let state = noTracks;
  const step = (time: number): void => {
    const moment = { at: time, utc: noon, delayTime: time * 1000 };
    state = tracked(state, recordAt(0, [walker(time)]), moment, sizes);
  };
  for (let time = 0; time < 2; time += 0.1) step(time);
  const person = {
    place: { x: 20 + 30 * 1.5, y: 100, wide: 20, high: 40 },
    classes: [{ type: 'Human', likelihood: 0.5 }],
  };
  state = detected(state, [person], { at: 1.5, utc: noon });
  assert.equal(objectsOf(state, 0)[0]?.classes, []);
  state = detected(state, [person], { at: 1.5, utc: noon });
  const [object] = objectsOf(state, 0);
  assert.equal(object?.classes, [{ type: 'Human', likelihood: 0.5 }]);
  assert.is(object?.point.y, object?.box.bottom);
  assert.is(object?.before.y, object?.point.y);
  assert.equal(objectsOf(state, 0.6)[0]?.classes, []);
});

tracker('a sure detection where nothing moves is an idle object', () => {
  const place = { x: 200, y: 90, wide: 30, high: 60 };
  const unsure = detected(noTracks, [{ place, classes: [{ type: 'Human', likelihood: 0.5 }] }], { at: 5, utc: noon });
  assert.equal(objectsOf(unsure, 0), []);
  const state = detected(noTracks, [{ place, classes: [{ type: 'Human', likelihood: 0.8 }] }], { at: 5, utc: noon });
  const [object] = objectsOf(state, 0);
  assert.equal([object?.state, object?.classes[0]?.type], ['idle', 'Human']);
});

tracker.run();
