import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CellMotionParameters, cellMotion } from '../../../../services/analytics/rules/cell-motion/machine.ts';
import { runningRule } from '../../../../services/analytics/rules/machine.ts';
import { cellSet } from '../../../../services/analytics/scene/cells.ts';
import type { Scene } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, motionIn, noon, sceneAt, told } from '../scenes.ts';

const detector = suite('cell motion detector');

const usual: CellMotionParameters = {
  ...{ minCount: 4, alarmOnDelay: 200, alarmOffDelay: 2000 },
  activeCells: cellSet(32, 18, () => true),
};
type Cells = readonly (readonly [number, number])[];
const square: Cells = [
  [3, 3],
  [4, 3],
  [3, 4],
  [4, 4],
];
const diagonal: Cells = [
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 3],
];
const apart: Cells = [
  [0, 0],
  [2, 0],
  [4, 0],
  [31, 17],
];

/** Scenes at 10 pictures a second in which cells move between two times. */
const scenes = (cells: Cells, from: number, to: number, until = 6000): readonly Scene[] =>
  Array.from({ length: until / 100 }, (_, index) => {
    const at = index * 100;
    return sceneAt(at, at >= from && at < to ? motionIn(cells) : {});
  });

const rows: readonly (readonly [string, Partial<CellMotionParameters>, readonly Scene[], readonly string[]])[] = [
  ['motion for a second', {}, scenes(square, 1000, 2000), ['1200 IsMotion true', '4000 IsMotion false']],
  ['cells that touch at a corner', {}, scenes(diagonal, 1000, 2000), ['1200 IsMotion true', '4000 IsMotion false']],
  ['as many cells apart', {}, scenes(apart, 1000, 3000), []],
  ['motion shorter than AlarmOnDelay', {}, scenes(square, 1000, 1200), []],
  [
    'no delay',
    { alarmOnDelay: 0, alarmOffDelay: 0 },
    scenes(square, 1000, 1100),
    ['1000 IsMotion true', '1100 IsMotion false'],
  ],
  [
    'motion in cells that are not active',
    { activeCells: cellSet(32, 18, (index) => index % 32 >= 4) },
    scenes(square, 0, 3000),
    [],
  ],
  ['fewer active cells than MinCount', { minCount: 5 }, scenes(square, 0, 3000), []],
  [
    'a break shorter than AlarmOffDelay',
    {},
    [...scenes(square, 0, 1000, 2500), ...scenes(square, 2500, 3000, 6000).slice(25)],
    ['200 IsMotion true', '5000 IsMotion false'],
  ],
];

// shows ANA-41, ANA-42
for (const [name, change, given, expected] of rows)
  detector(`${name}: tells ${expected.join(', ') || 'nothing'}`, () => {
    assert.equal(messagesOver(cellMotion, { ...usual, ...change }, given), expected);
  });

detector('begins as a property that is false, and goes off when it is reset', () => {
  const rule = runningRule(cellMotion, usual);
  assert.equal(rule.begin({ utc: noon, local: noon }, undefined).map(told), ['0 Initialized IsMotion false']);
  assert.equal(rule.reset(noon).map(told), []);
  for (const scene of scenes(square, 0, 1000, 500)) rule.next(scene);
  assert.equal(rule.reset(noon + 600).map(told), ['600 IsMotion false']);
  assert.equal(rule.reset(noon + 700).map(told), []);
  assert.is(rule.memory(), undefined);
});

detector('delays do not pass while the scene settles', () => {
  const [first, later] = [sceneAt(0, motionIn(square)), sceneAt(5000, motionIn(square))];
  assert.equal(messagesOver(cellMotion, usual, [first, { ...later, delayTime: 100 }]), []);
  assert.equal(messagesOver(cellMotion, usual, [first, { ...later, delayTime: 200 }]), ['5000 IsMotion true']);
});

detector('ticks without a picture end an alarm that was ending, and begin none', () => {
  const tick = (at: number): Scene => sceneAt(at, { picture: false });
  assert.equal(messagesOver(cellMotion, usual, [sceneAt(0, motionIn(square)), tick(1000), tick(2000)]), []);
  const ending = [...scenes(square, 0, 500, 700), tick(1600), tick(2600)];
  assert.equal(messagesOver(cellMotion, usual, ending), ['200 IsMotion true', '2600 IsMotion false']);
  const lasting = [...scenes(square, 0, 500, 500), tick(1600), tick(9000)];
  assert.equal(messagesOver(cellMotion, usual, lasting), ['200 IsMotion true']);
});

detector('active cells fit pictures of another aspect', () => {
  const lower = { ...usual, minCount: 1, alarmOnDelay: 0, activeCells: cellSet(32, 18, (index) => index >= 288) };
  const at = (row: number): readonly Scene[] => [sceneAt(0, motionIn([[5, row]], 30, 32, 24))];
  assert.equal(messagesOver(cellMotion, lower, at(11)), []);
  assert.equal(messagesOver(cellMotion, lower, at(12)), ['0 IsMotion true']);
});

detector.run();
