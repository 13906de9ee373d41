import { cellMotion } from '../../services/analytics/rules/cell-motion/machine.ts';
import { field } from '../../services/analytics/rules/field/machine.ts';
import { line } from '../../services/analytics/rules/line/machine.ts';
import { lineCounting } from '../../services/analytics/rules/line-counting/machine.ts';
import { loitering } from '../../services/analytics/rules/loitering/machine.ts';
import { type RunningRule, runningRule } from '../../services/analytics/rules/machine.ts';
import { motionRegion } from '../../services/analytics/rules/motion-region/machine.ts';
import { cellSet } from '../../services/analytics/scene/cells.ts';
import { objectsOf } from '../../services/analytics/tracker/objects.ts';
import { noTracks, tracked } from '../../services/analytics/tracker/tracker.ts';
import { blobAt, recordAt } from '../services/analytics/records.ts';
import { motionIn, noon, sceneAt } from '../services/analytics/scenes.ts';
import { pointsOf } from '../services/analytics/tracks.ts';
import type { Row } from './table.ts';

const sizes = { leastWidth: 0.02, leastHeight: 0.02, mostWidth: 1, mostHeight: 1 };
const middle = pointsOf([0, -1], [0.1, 0], [0, 1]);
const area = pointsOf([-0.5, -0.9], [0.5, -0.9], [0.9, 0], [0.5, 0.9], [-0.5, 0.9], [-0.9, 0]);
const objects = { classFilter: [] };
const counter = { reportTimeInterval: 0, resetTimes: [43_200_000] };

/** Twenty rules of all types that look at cells or objects. */
function rules(): readonly RunningRule[] {
  const cells = { minCount: 4, alarmOnDelay: 200, alarmOffDelay: 2000, activeCells: cellSet(32, 18, () => true) };
  const one = (): readonly RunningRule[] => [
    runningRule(line, { ...objects, direction: 'Any', segments: middle }),
    runningRule(field, { ...objects, field: area }),
    runningRule(loitering, { ...objects, field: area, timeThreshold: 10_000 }),
    runningRule(lineCounting, {
      ...objects,
      ...counter,
      direction: 'Any',
      segments: [middle],
      passAllPolylines: false,
    }),
    runningRule(motionRegion, { polygon: area, sensitivity: 0.6 }),
  ];
  return [...one(), ...one(), ...one(), ...one().slice(0, 4), runningRule(cellMotion, cells)];
}

const lanes = Array.from({ length: 32 }, (_, lane) => lane);

/** 32 things that go through the picture, each in a place of its own. */
const blobs = (time: number): ReturnType<typeof blobAt>[] =>
  lanes.map((lane) => blobAt(20 + ((time * 9 + lane * 71) % 280), 11 + (lane % 8) * 22, { wide: 12, high: 18 }));

const cells = motionIn(lanes.map((lane) => [lane, (lane * 7) % 18] as const));

/** Milliseconds of the tracker and of twenty rules for a scene with 32 objects. */
export function analyticsScene(): readonly Row[] {
  const running = rules();
  for (const rule of running) rule.begin({ utc: noon, local: noon }, undefined);
  let state = noTracks;
  let most = 0;
  const [tracking, judging]: [number[], number[]] = [[], []];
  for (let index = 0; index < 3000; index += 1) {
    const time = index / 10;
    const record = recordAt(index * 100, blobs(time), cells);
    const begun = performance.now();
    state = tracked(state, record, { at: time, utc: noon + index * 100, delayTime: index * 100 }, sizes);
    const seen = objectsOf(state, 0.5);
    const between = performance.now();
    const scene = sceneAt(index * 100, { ...cells, objects: seen });
    for (const rule of running) rule.next(scene);
    tracking.push(between - begun);
    judging.push(performance.now() - between);
    most = Math.max(most, seen.length);
  }
  const middleOf = (times: readonly number[]): string =>
    (times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0).toFixed(3);
  const both = tracking.map((one, index) => one + (judging[index] ?? 0));
  const late = (times: readonly number[]): string =>
    (times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0).toFixed(3);
  return [
    { what: `tracker, ${most} objects`, 'middle ms': middleOf(tracking), '99 of 100 below ms': late(tracking) },
    { what: '20 rules', 'middle ms': middleOf(judging), '99 of 100 below ms': late(judging) },
    { what: 'both', 'middle ms': middleOf(both), '99 of 100 below ms': late(both) },
  ];
}
