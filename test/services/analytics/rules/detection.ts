import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runningRule } from '../../../../services/analytics/rules/machine.ts';
import {
  type ObjectDetectionParameters,
  objectDetection,
} from '../../../../services/analytics/rules/object-detection/machine.ts';
import {
  objectAbandoned,
  objectRemoved,
  type StillThingParameters,
} from '../../../../services/analytics/rules/still-thing/machine.ts';
import type { Scene, StillThing } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, noon, objectAt, sceneAt, told } from '../scenes.ts';
import { pointsOf } from '../tracks.ts';

const detection = suite('object detection, abandoned and removed objects');

const usual: ObjectDetectionParameters = { classFilter: [], confidenceLevel: 50, dwellTime: 1000, field: [] };
type Sight = readonly [type: string, likelihood: number, from: number, to: number];

/** Scenes each 100 ms with an object for each sight. */
const seen = (...sights: readonly Sight[]): readonly Scene[] =>
  Array.from({ length: 100 }, (_, index) => {
    const objects = sights.flatMap(([type, likelihood, from, to], id) =>
      index / 10 >= from && index / 10 < to ? [objectAt(id + 1, [0, 0], { classes: [{ type, likelihood }] })] : [],
    );
    return sceneAt(index * 100, { objects });
  });

const rows: readonly (readonly [string, Partial<ObjectDetectionParameters>, readonly Scene[], readonly string[]])[] = [
  ['a person', {}, seen(['Human', 0.7, 1, 4]), ['2000 event ClassTypes Human', '5900 event ClassTypes ']],
  ['a person for a moment', {}, seen(['Human', 0.7, 1, 1.9]), []],
  [
    'a person without DwellTime',
    { dwellTime: 0 },
    seen(['Human', 0.7, 1, 1.1]),
    ['1000 event ClassTypes Human', '3000 event ClassTypes '],
  ],
  ['an unsure person', {}, seen(['Human', 0.4, 1, 4]), []],
  ['another class', { classFilter: ['Vehicle'] }, seen(['Human', 0.7, 1, 4]), []],
  [
    'a second class',
    {},
    seen(['Human', 0.7, 0, 9.9], ['Vehicle', 0.9, 3, 5]),
    ['1000 event ClassTypes Human', '4000 event ClassTypes Human Vehicle', '6900 event ClassTypes Human'],
  ],
  ['a second person', {}, seen(['Human', 0.7, 0, 5], ['Human', 0.7, 4, 9.9]), ['1000 event ClassTypes Human']],
  ['out of the field', { field: pointsOf([0.5, 0.5], [0.9, 0.5], [0.9, 0.9]) }, seen(['Human', 0.7, 1, 4]), []],
];
for (const [name, change, scenes, expected] of rows)
  detection(`${name}: tells ${expected.length} events`, () => {
    assert.equal(messagesOver(objectDetection, { ...usual, ...change }, scenes), expected);
  });

detection('an empty list follows a reset', () => {
  const rule = runningRule(objectDetection, usual);
  rule.begin({ utc: noon, local: noon }, undefined);
  for (const scene of seen(['Human', 0.7, 0, 9.9])) rule.next(scene);
  assert.equal(rule.reset(noon).map(told), ['0 event ClassTypes ']);
});

const watched: StillThingParameters = {
  ...{ timeThreshold: 30_000, sensitivity: 0.5 },
  field: pointsOf([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]),
};
const thing = (change: Partial<StillThing> = {}): StillThing => ({
  ...{ id: 9, kind: 'left', since: 5000, clarity: 1, centre: { x: 0, y: 0 } },
  box: { left: -0.1, top: 0.1, right: 0.1, bottom: -0.1 },
  ...change,
});
const lying = (change: Partial<StillThing> = {}): readonly Scene[] =>
  [10, 34.9, 35, 40, 60].map((seconds) => sceneAt(seconds * 1000, { things: [thing(change)] }));

detection('a thing that lies for long enough is told once', () => {
  assert.equal(messagesOver(objectAbandoned, watched, lying()), ['35000 event ObjectId 9']);
  assert.equal(messagesOver(objectRemoved, watched, lying()), []);
  assert.equal(messagesOver(objectRemoved, watched, lying({ kind: 'removed' })), ['35000 event ObjectId 9']);
});

detection('faint things, things out of the field and things whose owner came back are not told', () => {
  assert.equal(messagesOver(objectAbandoned, watched, lying({ clarity: 0.4 })), []);
  assert.equal(messagesOver(objectAbandoned, { ...watched, sensitivity: 0.6 }, lying({ clarity: 0.4 })).length, 1);
  assert.equal(messagesOver(objectAbandoned, watched, lying({ centre: { x: 0.8, y: 0 } })), []);
  assert.equal(messagesOver(objectAbandoned, watched, lying({ since: 31_000 })), []);
});

detection.run();
