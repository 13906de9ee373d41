import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type MotionRegionParameters,
  motionRegion,
} from '../../../../services/analytics/rules/motion-region/machine.ts';
import type { Point, Scene } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, motionIn, plainMeasures, sceneAt } from '../scenes.ts';

const region = suite('motion region detector');

const points = (...places: readonly (readonly [number, number])[]): readonly Point[] =>
  places.map(([x, y]) => ({ x, y }));
const left = points([-1, -1], [0, -1], [0, 1], [-1, 1]);
/** Upper left, lower left and lower right quarter. */
const corner = points([-1, 1], [-1, -1], [1, -1], [1, 0], [0, 0], [0, 1]);
const tiny = points([0.5, 0.5], [0.51, 0.5], [0.51, 0.51]);

type Cell = readonly [number, number];
const pair = (column: number, row: number): readonly Cell[] => [
  [column, row],
  [column + 1, row],
];
const during = (cells: readonly Cell[], level = 30): readonly Scene[] =>
  Array.from({ length: 40 }, (_, index) => sceneAt(index * 100, index < 10 ? motionIn(cells, level) : {}));

const seen = ['200 State true', '3000 State false'];

const rows: readonly (readonly [string, Partial<MotionRegionParameters>, readonly Scene[], readonly string[]])[] = [
  ['motion inside', {}, during(pair(3, 5)), seen],
  ['motion outside', {}, during(pair(20, 5)), []],
  ['half of the cells inside', {}, during(pair(15, 5)), []],
  ['motion in the notch of a concave region', { polygon: corner }, during(pair(20, 3)), []],
  ['motion below that notch', { polygon: corner }, during(pair(20, 12)), seen],
  ['a region smaller than a cell', { polygon: tiny }, during(pair(23, 4)), seen],
  ['a difference of 19 at sensitivity 0.6', {}, during(pair(3, 5), 19), []],
  ['a difference of 19 at sensitivity 1', { sensitivity: 1 }, during(pair(3, 5), 19), seen],
  ['a difference of 39 at sensitivity 0', { sensitivity: 0 }, during(pair(3, 5), 39), []],
  ['a difference of 41 at sensitivity 0', { sensitivity: 0 }, during(pair(3, 5), 41), seen],
];

// shows ANA-36
for (const [name, change, scenes, expected] of rows)
  region(`${name}: tells ${expected.join(', ') || 'nothing'}`, () => {
    assert.equal(messagesOver(motionRegion, { polygon: left, sensitivity: 0.6, ...change }, scenes), expected);
  });

region('noise of the picture raises the difference that counts', () => {
  const noisy = during(pair(3, 5), 24).map((scene) => ({ ...scene, measures: { ...plainMeasures, noise: 6 } }));
  assert.equal(messagesOver(motionRegion, { polygon: left, sensitivity: 0.6 }, noisy), []);
});

region.run();
