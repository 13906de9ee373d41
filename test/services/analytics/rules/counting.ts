import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type LineCountingParameters,
  lineCounting,
} from '../../../../services/analytics/rules/line-counting/machine.ts';
import { type RuleMachine, runningRule } from '../../../../services/analytics/rules/machine.ts';
import { type OccupancyParameters, occupancy } from '../../../../services/analytics/rules/occupancy/machine.ts';
import type { Scene } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, noon, objectAt, sceneAt, told } from '../scenes.ts';
import { pathOf, pointsOf } from '../tracks.ts';

const counting = suite('line counting and occupancy');

const minute = 60_000;
const hour = 60 * minute;
const line = pointsOf([0, -0.5], [0, 0.5]);
const second = pointsOf([0.5, -0.5], [0.5, 0.5]);
const usual: LineCountingParameters = {
  ...{ classFilter: [], reportTimeInterval: 0, resetTimes: [], direction: 'Any', passAllPolylines: false },
  segments: [line],
};

/** An object that jumps over the line at a time, to the right or to the left. */
const jump = (milliseconds: number, to: 1 | -1, id = 1, change: Partial<Scene> = {}): Scene =>
  sceneAt(milliseconds, { objects: [objectAt(id, [0.1 * to, 0], { before: { x: -0.1 * to, y: 0 } })], ...change });
/** Scenes after which the count was to and fro. */
const toAndFro = [jump(1000, 1), jump(2000, -1), jump(3000, 1)];

const rows: readonly (readonly [string, Partial<LineCountingParameters>, readonly Scene[], readonly string[]])[] = [
  ['both directions', {}, toAndFro, ['1000 Count 1', '2000 Count 2', '3000 Count 3']],
  ['to the right', { direction: 'Right' }, toAndFro, ['1000 Count 1', '3000 Count 2']],
  [
    'two lines, each for itself',
    { segments: [line, second] },
    pathOf([
      [-0.5, 0],
      [0.8, 0],
    ]),
    ['1400 Count 1', '2600 Count 2'],
  ],
  [
    'all lines, passed',
    { segments: [line, second], passAllPolylines: true },
    pathOf([
      [-0.5, 0],
      [0.8, 0],
    ]),
    ['2600 Count 1'],
  ],
  [
    'all lines, one passed',
    { segments: [line, second], passAllPolylines: true },
    pathOf([
      [-0.5, 0],
      [0.4, 0],
      [-0.5, 0],
    ]),
    [],
  ],
  [
    'reports each ten seconds',
    { reportTimeInterval: 10_000 },
    [sceneAt(0), ...toAndFro, sceneAt(9999), sceneAt(10_000), sceneAt(20_000), jump(21_000, 1), sceneAt(30_000)],
    ['10000 Count 3', '21000 Count 4'],
  ],
  [
    'a reset at 13:00',
    { resetTimes: [13 * hour, 7 * hour] },
    [jump(1000, 1), sceneAt(hour - 1), sceneAt(hour), sceneAt(hour + 1), jump(hour + 2000, 1), sceneAt(19 * hour)],
    ['1000 Count 1', '3600000 Count 0', '3602000 Count 1', '68400000 Count 0'],
  ],
  ['a reset of a counter at 0', { resetTimes: [13 * hour] }, [sceneAt(0), sceneAt(hour)], ['3600000 Count 0']],
];

// shows ANA-34
for (const [name, change, scenes, expected] of rows)
  counting(`${name}: tells ${expected.join(', ') || 'nothing'}`, () => {
    assert.equal(messagesOver(lineCounting, { ...usual, ...change }, scenes), expected);
  });

counting('an hour that is left out in spring resets once, and one that comes twice in autumn as well', () => {
  const night = { ...usual, resetTimes: [2.5 * hour] };
  const midnight = noon + 12 * hour;
  const scene = (local: number): Scene => sceneAt(local - noon, { local });
  const spring = [
    scene(midnight),
    scene(midnight + 2 * hour - 1),
    scene(midnight + 3 * hour),
    scene(midnight + 4 * hour),
  ];
  assert.is(messagesOver(lineCounting, night, spring).length, 1);
  const autumn = [2.4, 2.6, 2.9, 2, 2.4, 2.6, 3].map((hours) => scene(midnight + hours * hour));
  assert.is(messagesOver(lineCounting, night, [scene(midnight), ...autumn]).length, 1);
  const back = scene(midnight - 400 * 24 * hour);
  assert.is(
    messagesOver(lineCounting, night, [scene(midnight + 3 * hour), back, { ...back, local: back.local + 24 * hour }])
      .length,
    2,
  );
});

/** What a rule that counts says first, with a memory. */
const begun = <P, S>(machine: RuleMachine<P, S>, parameters: P, count: number, resetAt: number): readonly string[] =>
  runningRule(machine, parameters).begin({ utc: noon, local: noon }, { count, resetAt }).map(told);

counting('a counter goes on after a restart, unless its reset passed meanwhile', () => {
  assert.equal(begun(lineCounting, usual, 41, noon - hour), ['0 Initialized Count 41']);
  const morning = { ...usual, resetTimes: [8 * hour] };
  assert.equal(begun(lineCounting, morning, 41, noon - hour), ['0 Initialized Count 41']);
  assert.equal(begun(lineCounting, morning, 41, noon - 5 * hour), ['0 Initialized Count 0']);
  assert.equal(begun(occupancy, usual, 7, noon), ['0 Initialized Count 7']);
  const rule = runningRule(lineCounting, usual);
  rule.begin({ utc: noon, local: noon }, undefined);
  rule.next(jump(1000, 1));
  assert.equal(rule.reset(noon), []);
  assert.equal(rule.memory(), { count: 1, resetAt: noon });
});

counting('occupancy rises to the right, falls to the left, and never below 0', () => {
  const parameters: OccupancyParameters = { classFilter: [], reportTimeInterval: 0, resetTimes: [], segments: [line] };
  const scenes = [
    jump(1000, -1),
    jump(2000, 1),
    jump(3000, 1, 2),
    jump(4000, -1),
    jump(5000, -1, 2),
    jump(6000, -1, 3),
  ];
  assert.equal(messagesOver(occupancy, parameters, scenes), [
    '2000 Count 1',
    '3000 Count 2',
    '4000 Count 1',
    '5000 Count 0',
  ]);
});

counting.run();
