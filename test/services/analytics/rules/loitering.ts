import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type LoiteringParameters, loitering } from '../../../../services/analytics/rules/loitering/machine.ts';
import { runningRule } from '../../../../services/analytics/rules/machine.ts';
import type { Scene } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, noon, objectAt, sceneAt, told } from '../scenes.ts';
import { filmOf, pointsOf } from '../tracks.ts';

const detector = suite('loitering detector');

const usual: LoiteringParameters = {
  ...{ classFilter: [], timeThreshold: 10_000 },
  field: pointsOf([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]),
};
const at = (here: boolean): readonly [number, number] => [here ? 0 : 0.9, 0];

const rows: readonly (readonly [string, readonly Scene[], readonly string[]])[] = [
  [
    'longer than the threshold',
    filmOf(15, (time) => [[3, at(time >= 1 && time < 13)]]),
    [
      '11000 Initialized ObjectId 3 ClassTypes Other Since 11000',
      '13900 Deleted ObjectId 3 ClassTypes Other Since 11000',
    ],
  ],
  ['shorter', filmOf(15, (time) => [[3, at(time >= 1 && time < 10)]]), []],
  [
    'away for less than a second',
    filmOf(13, (time) => [[3, at(time < 5 || time >= 5.9)]]),
    ['10000 Initialized ObjectId 3 ClassTypes Other Since 10000'],
  ],
  ['away for a second', filmOf(13, (time) => [[3, at(time < 5 || time >= 6.1)]]), []],
  [
    'two, of whom the first leaves',
    filmOf(16, (time) => [
      [3, at(time < 14)],
      [4, at(time >= 2)],
    ]),
    [
      '10000 Initialized ObjectId 3 ClassTypes Other Since 10000',
      '12000 ObjectId 3 4 ClassTypes Other Other Since 10000',
      '14900 ObjectId 4 ClassTypes Other Since 12000',
    ],
  ],
  [
    'a time in which the scene settles does not count',
    filmOf(15, () => [[3, [0, 0]]]).map((scene) =>
      scene.delayTime < 5000 ? scene : { ...scene, delayTime: scene.delayTime - 3000 },
    ),
    ['13000 Initialized ObjectId 3 ClassTypes Other Since 10000'],
  ],
];

// shows ANA-32
for (const [name, scenes, expected] of rows)
  detector(`${name}: tells ${expected.length} messages`, () => {
    assert.equal(messagesOver(loitering, usual, scenes), expected);
  });

detector('the threshold passes for idle objects and without pictures', () => {
  const idle = objectAt(3, [0, 0], { state: 'idle' });
  const ticks = [0, 4000, 9999, 10_000].map((time) => sceneAt(time, { objects: [idle], picture: time === 0 }));
  assert.equal(messagesOver(loitering, usual, ticks), ['10000 Initialized ObjectId 3 ClassTypes Other Since 10000']);
});

detector('without a field the whole picture counts', () => {
  const scenes = filmOf(11, () => [[3, [0.9, 0.9]]]);
  assert.is(messagesOver(loitering, { ...usual, field: [] }, scenes).length, 1);
});

detector('a reset deletes the property, which a new stay begins again', () => {
  const rule = runningRule(loitering, usual);
  assert.equal(rule.begin({ utc: noon, local: noon }, undefined), []);
  const scenes = filmOf(11, () => [[3, [0, 0]]]);
  for (const scene of scenes) rule.next(scene);
  assert.equal(rule.reset(noon + 11_000).map(told), ['11000 Deleted ObjectId 3 ClassTypes Other Since 10000']);
  const later = scenes.flatMap((scene) => rule.next({ ...scene, delayTime: scene.delayTime + 20_000 }));
  assert.is(later.map(({ operation }) => operation).join(), 'Initialized');
});

detector.run();
