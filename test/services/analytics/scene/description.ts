import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Description } from '../../../../services/analytics/scene/description.ts';
import type { Scene, StillThing } from '../../../../services/analytics/scene/scene.ts';
import type { Frame } from '../../../../services/generated/tt.ts';
import { metadataDocument } from '../../../../services/metadata/document.ts';
import { validateMessages } from '../../discovery/official-validator.ts';
import { motionIn, noon, objectAt, sceneAt } from '../scenes.ts';

const description = suite('scene description');

const modules = { motion: 'MotionEngine', tracker: 'Tracker' };
const moving = motionIn([[0, 0]]);

/** `1200 Tracker 3 4`: milliseconds, module, and its objects or motion. */
function told({ UtcTime, Source, Object: objects = [], Extension }: Frame): string {
  const cells = Extension?.MotionInCells?.Cells;
  const content = cells === undefined ? objects.map(({ ObjectId }) => ObjectId) : [Buffer.from(cells).toString('hex')];
  return [UtcTime.getTime() - noon, Source, ...content].join(' ');
}

const over = (scenes: readonly Scene[], only = modules): readonly string[] => {
  const one = new Description(only);
  return scenes.flatMap((scene) => one.next(scene)).map(told);
};

// shows ANA-01, STR-78
description('frames come while there is something, then an empty one, then one each second', () => {
  const scenes = Array.from({ length: 30 }, (_, index) =>
    sceneAt(index * 100, index >= 3 && index < 5 ? { objects: [objectAt(7, [0, 0])] } : {}),
  );
  assert.equal(
    over(scenes).filter((line) => line.includes('Tracker')),
    ['0 Tracker', '300 Tracker 7', '400 Tracker 7', '500 Tracker', '1500 Tracker', '2500 Tracker'],
  );
});

// shows ANA-10, ANA-43
description('cells with motion are packed bits from the upper left corner, with their transformation', () => {
  const [frame] = new Description(modules).next(sceneAt(100, moving));
  assert.equal(frame?.Transformation, { Translate: { x: -1, y: 1 }, Scale: { x: 2 / 32, y: -2 / 18 } });
  assert.equal(frame?.Extension?.MotionInCells?.Columns, 32);
  assert.equal(Buffer.from(frame?.Extension?.MotionInCells?.Cells ?? []).toString('hex'), '0080ba00');
});

description('no module sends more than ten frames a second, whatever the camera does', () => {
  const scenes = Array.from({ length: 250 }, (_, index) =>
    sceneAt(index * 8, { ...moving, objects: [objectAt(1, [0, 0])] }),
  );
  const lines = over(scenes);
  assert.ok(lines.length <= 46 && lines.length >= 36);
});

// shows ANA-04, ANA-05, ANA-07
description('an object has box, centre of gravity and classes, one that is not seen has no shape', async () => {
  const classes = [{ type: 'Human', likelihood: 0.75 }];
  const scene = sceneAt(100.4, {
    objects: [objectAt(1, [0.25, -0.5], { classes }), objectAt(2, [0, 0], { state: 'coasting' })],
  });
  const frames = new Description(modules).next(scene);
  const [first, second] = frames[1]?.Object ?? [];
  assert.is(frames[1]?.UtcTime.getTime(), noon + 100);
  assert.equal(first?.Appearance?.Shape, {
    BoundingBox: { left: 0.2, top: -0.4, right: 0.3, bottom: -0.6 },
    CenterOfGravity: { x: 0.25, y: -0.5 },
  });
  assert.equal(first?.Appearance?.Class?.Type, [{ value: 'Human', Likelihood: 0.75 }]);
  assert.equal(second, { ObjectId: 2 });
  await validateMessages({ frames: metadataDocument({ frames, ptz: [], events: [] }).toString() });
});

const thing = (id: number, kind: StillThing['kind']): StillThing => ({
  ...{ id, kind, since: 0, clarity: 1, centre: { x: 0, y: 0 } },
  box: { left: -0.1, top: 0.1, right: 0.1, bottom: -0.1 },
});

// shows ANA-08
description('idle objects and still things are told once, and all of them at a synchronization point', async () => {
  const one = new Description(modules);
  const idle = objectAt(1, [0, 0], { state: 'idle' });
  const things = [thing(5, 'left'), thing(6, 'removed')];
  const scene = (index: number, objects: Scene['objects']): Scene => sceneAt(index * 100, { objects, things });
  const lines = [
    ...one.next(scene(0, [objectAt(1, [0, 0])])),
    ...one.next(scene(1, [idle])),
    ...one.next(scene(2, [idle, objectAt(2, [0.5, 0])])),
    ...one.next(scene(3, [objectAt(1, [0, 0]), objectAt(2, [0.5, 0])])),
    ...one.next(scene(4, [idle])),
    ...one.next(scene(5, [idle])),
  ]
    .map(told)
    .filter((line) => line.includes('Tracker'));
  assert.equal(lines, [
    '0 Tracker 1 5 6',
    '100 Tracker 1',
    '200 Tracker 2',
    '300 Tracker 1 2',
    '400 Tracker 1',
    '500 Tracker',
  ]);
  const whole = one.whole(scene(6, [idle]));
  assert.equal(
    whole[1]?.Object?.map(({ ObjectId, Behaviour }) => [ObjectId, ...Object.keys(Behaviour ?? {})]),
    [
      [1, 'Idle'],
      [5, 'Idle'],
      [6, 'Removed'],
    ],
  );
  await validateMessages({ whole: metadataDocument({ frames: whole, ptz: [], events: [] }).toString() });
});

description('ticks without a picture tell nothing, the loss of the camera an empty frame', () => {
  assert.equal(over([sceneAt(0, { picture: false, objects: [objectAt(1, [0, 0])] })]), []);
  const lines = over([sceneAt(0, { objects: [objectAt(1, [0, 0])] }), sceneAt(100, { picture: false, lost: true })]);
  assert.equal(
    lines.filter((line) => line.includes('Tracker')),
    ['0 Tracker 1', '100 Tracker'],
  );
});

description('a clock that goes back ends no description', () => {
  const later = { utc: noon + 900_000, objects: [objectAt(1, [0, 0])] };
  const lines = over([sceneAt(0, later), sceneAt(100, { objects: [objectAt(1, [0, 0])] })]);
  assert.is(lines.filter((line) => line.includes('Tracker 1')).length, 2);
});

description('only the modules that a receiver wants are described', () => {
  const one = new Description({ motion: undefined, tracker: 'Tracker' });
  assert.equal(one.next(sceneAt(0, moving)).map(told), ['0 Tracker']);
  assert.equal(one.whole(sceneAt(100, moving)).map(told), ['100 Tracker']);
});

description.run();
