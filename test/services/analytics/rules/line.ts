import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isInside } from '../../../../services/analytics/geometry/polygon.ts';
import { barrierOf, isClear } from '../../../../services/analytics/geometry/polyline.ts';
import { crossingsAfter, noCrossings } from '../../../../services/analytics/rules/crossings.ts';
import { type LineParameters, line } from '../../../../services/analytics/rules/line/machine.ts';
import type { Point, Scene, SceneObject } from '../../../../services/analytics/scene/scene.ts';
import { messagesOver, objectAt, sceneAt } from '../scenes.ts';
import { pathOf, pointsOf, type Way } from '../tracks.ts';

const detector = suite('line detector');

/** From the lower edge to the upper one: left of it is the left half. */
const upright = pointsOf([0, -0.5], [0, 0.5]);
const angle = pointsOf([-0.5, 0], [0, 0], [0, 0.5]);
const usual: LineParameters = { classFilter: [], direction: 'Any', segments: upright };

const rows: readonly (readonly [string, Partial<LineParameters>, Way, readonly string[]])[] = [
  [
    'crossing to the right',
    {},
    [
      [-0.3, 0],
      [0.3, 0],
    ],
    ['right'],
  ],
  [
    'crossing to the left',
    {},
    [
      [0.3, 0],
      [-0.3, 0],
    ],
    ['left'],
  ],
  [
    'to the right where Right is prohibited',
    { direction: 'Right' },
    [
      [-0.3, 0],
      [0.3, 0],
    ],
    ['right'],
  ],
  [
    'to the right where Left is prohibited',
    { direction: 'Left' },
    [
      [-0.3, 0],
      [0.3, 0],
    ],
    [],
  ],
  [
    'to the left where Left is prohibited',
    { direction: 'Left' },
    [
      [0.3, 0],
      [-0.3, 0],
    ],
    ['left'],
  ],
  [
    'touching the line and going back',
    {},
    [
      [-0.3, 0],
      [0.01, 0],
      [-0.3, 0],
    ],
    [],
  ],
  [
    'touching it exactly and going back',
    {},
    [
      [-0.3, 0],
      [0, 0],
      [-0.3, 0],
    ],
    [],
  ],
  [
    'walking along it',
    {},
    [
      [-0.01, -0.45],
      [0.01, -0.2],
      [-0.01, 0.1],
      [0.01, 0.3],
      [-0.01, 0.45],
      [-0.3, 0.45],
    ],
    [],
  ],
  [
    'stopping on it',
    {},
    [
      [-0.3, 0],
      [0, 0],
    ],
    [],
  ],
  [
    'stopping on it and going on',
    {},
    [
      [-0.3, 0],
      [0, 0],
      [0, 0],
      [0.3, 0],
    ],
    ['right'],
  ],
  [
    'passing its end closely',
    {},
    [
      [-0.3, 0.51],
      [0.3, 0.51],
    ],
    ['right'],
  ],
  [
    'passing beyond its end',
    {},
    [
      [-0.3, 0.53],
      [0.3, 0.53],
    ],
    [],
  ],
  ['jumping over it in one step', {}, [[-0.9, 0], 'jump', [0.9, 0]], ['right']],
  ['jumping past its end', {}, [[-0.9, 0.9], 'jump', [0.9, 0.5]], []],
  [
    'passing its corner through both segments',
    { segments: angle },
    [
      [-0.1, 0.1],
      [0.1, -0.1],
    ],
    ['right'],
  ],
  [
    'cutting its corner',
    { segments: angle },
    [
      [-0.3, 0.2],
      [-0.2, -0.2],
      [0.3, 0.2],
      [-0.3, 0.2],
    ],
    ['right', 'left'],
  ],
  [
    'crossing to and fro after a second',
    {},
    [
      [-0.5, 0],
      [0.5, 0],
      [-0.5, 0],
    ],
    ['right', 'left'],
  ],
  ['to and fro within a second', {}, [[-0.3, 0], 'jump', [0.3, 0], 'jump', [-0.3, 0]], ['right']],
];

/** Where the object was when it crossed, by the end of the step. */
const sideOf = (scenes: readonly Scene[], message: string): string => {
  const at = Number(message.split(' ')[0]);
  const scene = scenes.find(({ delayTime }) => delayTime === at);
  return (scene?.objects[0]?.point.x ?? 0) > 0 || (scene?.objects[0]?.point.y ?? 0) < 0 ? 'right' : 'left';
};

// shows ANA-30
for (const [name, change, way, expected] of rows)
  detector(`${name}: ${expected.length === 0 ? 'nothing' : expected.join(', then ')}`, () => {
    const scenes = pathOf(way);
    const messages = messagesOver(line, { ...usual, ...change }, scenes);
    assert.equal(
      messages.map((one) => sideOf(scenes, one)),
      expected,
    );
    assert.ok(messages.every((one) => / event ObjectId 1 ClassTypes Other$/.test(one)));
  });

detector('an object that is shown late has crossed since its first place', () => {
  const late = objectAt(7, [0.2, 0], { before: { x: -0.2, y: 0 } });
  assert.equal(messagesOver(line, usual, [sceneAt(0, { objects: [late] })]), ['0 event ObjectId 7 ClassTypes Other']);
});

detector('only the classes that are wanted fire', () => {
  const of = (type: string): SceneObject =>
    objectAt(7, [0.2, 0], { before: { x: -0.2, y: 0 }, classes: [{ type, likelihood: 0.7 }] });
  const people = { ...usual, classFilter: ['Human', 'Animal'] };
  assert.equal(messagesOver(line, people, [sceneAt(0, { objects: [of('Vehicle')] })]), []);
  assert.equal(messagesOver(line, people, [sceneAt(0, { objects: [of('Human')] })]), [
    '0 event ObjectId 7 ClassTypes Human',
  ]);
});

const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const anywhere = fc.record({ x: coordinate, y: coordinate });
/** Corners on lines that a path may meet exactly. */
const onGrid = fc.record({ x: fc.integer({ min: -4, max: 4 }), y: fc.integer({ min: -4, max: 4 }) });
const places = fc.oneof(
  fc.array(anywhere, { minLength: 2, maxLength: 60 }),
  fc.array(
    onGrid.map(({ x, y }) => ({ x: x / 5, y: y / 5 })),
    { minLength: 2, maxLength: 60 },
  ),
);
const outlines: readonly (readonly Point[])[] = [
  pointsOf([-0.6, -0.6], [0.6, -0.6], [0.6, 0.6], [-0.6, 0.6], [-0.6, -0.6]),
  pointsOf([-0.8, -0.8], [0, 0.2], [0.8, -0.8], [0, 0.8], [-0.8, -0.8]),
];

detector('crossings of a closed line in and out differ by one at most, whatever the path', () => {
  fc.assert(
    fc.property(fc.constantFrom(...outlines), places, (outline, path) => {
      const barrier = barrierOf(outline);
      let state = noCrossings;
      let inside = 0;
      for (const [index, point] of path.entries()) {
        const object = objectAt(1, [point.x, point.y], { before: path[index - 1] ?? point });
        const { crossings, found } = crossingsAfter(state, sceneAt(index, { objects: [object] }), [barrier]);
        state = crossings;
        inside += found.reduce((sum, { side }) => sum + (side === 'Left' ? 1 : -1), 0);
        if (Math.abs(inside) > 1) return false;
      }
      const [first, last] = [path[0], path.at(-1)];
      if (first === undefined || last === undefined || !isClear(barrier, last) || !isClear(barrier, first)) return true;
      return inside === Number(isInside(outline, last)) - Number(isInside(outline, first));
    }),
    { numRuns: 2000 },
  );
});

detector.run();
