import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FieldParameters, field } from '../../../../services/analytics/rules/field/machine.ts';
import { runningRule } from '../../../../services/analytics/rules/machine.ts';
import type { Scene } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, noon, told } from '../scenes.ts';
import { filmOf, pathOf, pointsOf } from '../tracks.ts';

const detector = suite('field detector');

const square = pointsOf([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]);
/** A square without its upper right quarter. */
const concave = pointsOf([-0.5, -0.5], [0.5, -0.5], [0.5, 0], [0, 0], [0, 0.5], [-0.5, 0.5]);
const usual: FieldParameters = { classFilter: [], field: square };

const inside = (time: number, from: number, to: number): readonly [number, number] => [
  time >= from && time < to ? 0 : 0.9,
  0,
];

const rows: readonly (readonly [string, Partial<FieldParameters>, readonly Scene[], readonly string[]])[] = [
  [
    'in after two scenes, out at once',
    {},
    filmOf(2, (time) => [[4, inside(time, 0.5, 1)]]),
    ['600 IsInside true ObjectId 4 ClassTypes Other', '1000 IsInside false ObjectId  ClassTypes '],
  ],
  ['one scene inside', {}, filmOf(2, (time) => [[4, inside(time, 0.5, 0.6)]]), []],
  [
    'an object that is gone',
    {},
    filmOf(2, (time) => (time < 1 ? [[4, [0, 0]]] : [])),
    ['100 IsInside true ObjectId 4 ClassTypes Other', '1000 IsInside false ObjectId  ClassTypes '],
  ],
  [
    'one enters while another is there',
    {},
    filmOf(1, (time) => [
      [4, [0, 0]],
      [5, inside(time, 0.5, 9)],
    ]),
    ['100 IsInside true ObjectId 4 ClassTypes Other', '600 IsInside true ObjectId 4 5 ClassTypes Other Other'],
  ],
  [
    'one enters and another leaves in the same scene',
    {},
    filmOf(1, (time) => [
      [4, inside(time, 0, 0.6)],
      [5, inside(time, 0.5, 9)],
    ]),
    ['100 IsInside true ObjectId 4 ClassTypes Other', '600 IsInside true ObjectId 5 ClassTypes Other'],
  ],
  [
    'trembling on the outline',
    {},
    filmOf(3, (time) => [[4, time < 0.5 ? [0.9, 0] : [0.5 + 0.015 * Math.sign(Math.sin(time * 20)), 0]]]),
    ['600 IsInside true ObjectId 4 ClassTypes Other'],
  ],
  [
    'the notch of a concave field',
    { field: concave },
    pathOf([
      [0.3, 0.9],
      [0.3, 0.3],
      [0.3, 0.9],
    ]),
    [],
  ],
  [
    'another class',
    { classFilter: ['Human'] },
    pathOf(
      [
        [0, 0],
        [0.1, 0],
      ],
      { classes: [{ type: 'Vehicle', likelihood: 1 }] },
    ),
    [],
  ],
];

// shows ANA-31
for (const [name, change, scenes, expected] of rows)
  detector(`${name}: tells ${expected.length} changes`, () => {
    assert.equal(messagesOver(field, { ...usual, ...change }, scenes), expected);
  });

detector('is false at first, and after a reset', () => {
  const rule = runningRule(field, usual);
  const begun = rule.begin({ utc: noon, local: noon }, undefined);
  assert.equal(begun.map(told), ['0 Initialized IsInside false ObjectId  ClassTypes ']);
  for (const scene of filmOf(1, () => [[4, [0, 0]]])) rule.next(scene);
  assert.equal(rule.reset(noon + 1000).map(told), ['1000 IsInside false ObjectId  ClassTypes ']);
  assert.equal(rule.reset(noon + 1000), []);
});

detector.run();
