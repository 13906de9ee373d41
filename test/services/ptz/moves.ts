import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HeadPosition } from '../../../hal/ports/ptz-head.ts';
import type { PtzOperations } from '../../../services/generated/ptz-operations.ts';
import { lens, noon, panTilt, profile, ptzUnderTest, zoom } from './ptz-under-test.ts';

const moves = suite('PTZ moves');

type Request<Name extends keyof PtzOperations> = Omit<PtzOperations[Name]['request'], 'ProfileToken'>;

function near(now: HeadPosition, wanted: HeadPosition, what: string = ''): void {
  for (const axis of ['pan', 'tilt', 'zoom'] as const) {
    const [one, other] = [now[axis] ?? Number.NaN, wanted[axis] ?? 0];
    assert.ok(Math.abs(one - other) < 0.02, `${what} ${axis} is at ${one}, not at ${other}`);
  }
}

const position = (name: string): string => panTilt(`${name}`);

const absolute: readonly (readonly [what: string, request: Request<'AbsoluteMove'>, ends: HeadPosition])[] = [
  [
    'all axes in generic spaces',
    { Position: { PanTilt: { x: 0.5, y: -1 }, Zoom: { x: 1 } } },
    { pan: 85, tilt: -30, zoom: 1 },
  ],
  ['pan and tilt alone', { Position: { PanTilt: { x: -1, y: 1 } } }, { pan: -170, tilt: 90 }],
  ['zoom alone', { Position: { Zoom: { x: 0.25 } } }, { zoom: 0.25 }],
  ['an empty space name as the default', { Position: { Zoom: { x: 0.25, space: '' } } }, { zoom: 0.25 }],
  [
    'degrees',
    { Position: { PanTilt: { x: 12.5, y: 45, space: position('SphericalPositionSpaceDegrees') } } },
    { pan: 12.5, tilt: 45 },
  ],
  ['millimetres', { Position: { Zoom: { x: 22, space: zoom('PositionSpaceMillimeter') } } }, { zoom: 0.5 }],
  ['a float next to the range', { Position: { PanTilt: { x: 1.00009, y: 0.5 } } }, { pan: 170, tilt: 60 }],
  [
    'speeds in degrees',
    {
      Position: { PanTilt: { x: 0.1, y: 0 } },
      Speed: { PanTilt: { x: 20, y: 20, space: position('SpeedSpaceDegrees') } },
    },
    { pan: 17, tilt: 30 },
  ],
  [
    'a speed of zero, as clients fill what they do not set',
    { Position: { PanTilt: { x: 0.1, y: 0 } }, Speed: { PanTilt: { x: 0, y: 0 }, Zoom: { x: 0 } } },
    { pan: 17, tilt: 30 },
  ],
];

// shows PTZ-05, PTZ-20, PTZ-21
for (const [what, request, ends] of absolute) {
  moves(`AbsoluteMove takes ${what}`, async () => {
    const { soap, clock, head } = await ptzUnderTest({ head: lens });
    await soap.call('AbsoluteMove', { ...profile, ...request });
    await clock.pass(20_000);
    near(head.status.position, ends);
    assert.equal(head.status.moving, { panTilt: false, zoom: false });
  });
}

const fov = panTilt('TranslationSpaceFov');
const relative: readonly (readonly [what: string, request: Request<'RelativeMove'>, ends: HeadPosition])[] = [
  [
    'half widths of the picture by default, where there is a lens',
    { Translation: { PanTilt: { x: 1, y: 0 } } },
    { pan: 30 },
  ],
  ['the picture by name', { Translation: { PanTilt: { x: 0, y: 1, space: fov } } }, { tilt: 18 }],
  [
    'shares of the whole travel',
    { Translation: { PanTilt: { x: 0.25, y: 0.25, space: panTilt('TranslationGenericSpace') } } },
    { pan: 85, tilt: 30 },
  ],
  [
    'the generic position space, which ZoneMinder names here',
    { Translation: { PanTilt: { x: -0.25, y: 0, space: panTilt('PositionGenericSpace') } } },
    { pan: -85 },
  ],
  [
    'degrees',
    { Translation: { PanTilt: { x: -7, y: 8, space: panTilt('SphericalTranslationSpaceDegrees') } } },
    { pan: -7, tilt: 8 },
  ],
  ['the zoom in shares of its travel', { Translation: { Zoom: { x: 0.5 } } }, { zoom: 0.5 }],
  ['millimetres', { Translation: { Zoom: { x: 9, space: zoom('TranslationSpaceMillimeter') } } }, { zoom: 0.25 }],
  [
    'half the picture as the new one',
    { Translation: { Zoom: { x: 0.5, space: zoom('TranslationSpaceFov') } } },
    { zoom: 1 / 9 },
  ],
  [
    'a way that ends beyond the travel, as far as it goes',
    { Translation: { PanTilt: { x: 0, y: -1, space: panTilt('TranslationGenericSpace') } } },
    { tilt: -30 },
  ],
];

// shows PTZ-22
for (const [what, request, ends] of relative) {
  moves(`RelativeMove takes ${what}`, async () => {
    const { soap, clock, head } = await ptzUnderTest({ head: lens });
    await soap.call('RelativeMove', { ...profile, ...request });
    await clock.pass(20_000);
    const tolerant =
      ends.tilt === 18 ? { ...ends, tilt: Math.atan((Math.tan(Math.PI / 6) * 9) / 16) * (180 / Math.PI) } : ends;
    near(head.status.position, tolerant);
  });
}

moves('a translation by nothing stops its axes and leaves the others', async () => {
  const { soap, clock, head } = await ptzUnderTest();
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 1, y: 1 }, Zoom: { x: 1 } } });
  await clock.pass(100);
  await soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: 0, y: 0 } } });
  await clock.pass(1000);
  assert.equal(head.status.moving, { panTilt: false, zoom: true });
  await clock.pass(2000);
  assert.is(head.status.position.zoom, 1);
});

// shows PTZ-04
moves('ContinuousMove ends at its timeout, with nothing else sent', async () => {
  const { soap, clock, head, status } = await ptzUnderTest();
  await soap.call('ContinuousMove', {
    ...profile,
    Velocity: { PanTilt: { x: 0.1, y: 0 }, Zoom: { x: 0.1 } },
    Timeout: 'PT1S',
  });
  assert.equal((await status()).MoveStatus, { PanTilt: 'MOVING', Zoom: 'MOVING' });
  await clock.pass(3000);
  assert.equal((await status()).MoveStatus, { PanTilt: 'IDLE', Zoom: 'IDLE' });
  const { pan = 0, zoom: lensAt = 0 } = head.status.position;
  assert.ok(Math.abs(pan - 10) < 1 && Math.abs(lensAt - 0.05) < 0.01, `${pan} ${lensAt}`);
});

moves('ContinuousMove takes the default timeout, degrees a second, and zero as the end of an axis', async () => {
  const { soap, clock, head } = await ptzUnderTest();
  const space = panTilt('VelocitySpaceDegrees');
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 10, y: 0, space } } });
  await clock.pass(5000);
  assert.equal(head.status.moving, { panTilt: true, zoom: false });
  await clock.pass(8000);
  assert.equal(head.status.moving, { panTilt: false, zoom: false });
  assert.ok(Math.abs((head.status.position.pan ?? 0) - 100) < 1);
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -1, y: 0 } } });
  await clock.pass(500);
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 0, y: 0 }, Zoom: { x: 0 } } });
  await clock.pass(1000);
  assert.equal(head.status.moving, { panTilt: false, zoom: false });
});

for (const [what, flags, moving] of [
  ['everything without flags', {}, { panTilt: false, zoom: false }],
  ['what its flag leaves out as well', { PanTilt: false }, { panTilt: true, zoom: false }],
  ['pan and tilt alone', { PanTilt: true, Zoom: false }, { panTilt: false, zoom: true }],
  ['nothing when both are false', { PanTilt: false, Zoom: false }, { panTilt: true, zoom: true }],
] as const) {
  moves(`Stop stops ${what}`, async () => {
    const { soap, clock, head } = await ptzUnderTest();
    await soap.call('Stop', profile);
    await soap.call('ContinuousMove', {
      ...profile,
      Velocity: { PanTilt: { x: 0.1, y: 0.1 }, Zoom: { x: 0.1 } },
      Timeout: 'PT1M',
    });
    await clock.pass(100);
    await soap.call('Stop', { ...profile, ...flags });
    await clock.pass(1000);
    assert.equal(head.status.moving, moving);
  });
}

// shows PTZ-06
moves(
  'GetStatus tells the exact ends, MOVING with the answer of a move, and IDLE as soon as the head stands',
  async () => {
    const { soap, clock, status } = await ptzUnderTest();
    const ends = {
      PanTilt: { x: -1, y: 1, space: panTilt('PositionGenericSpace') },
      Zoom: { x: 1, space: zoom('PositionGenericSpace') },
    };
    await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: -1, y: 1 }, Zoom: { x: 1 } } });
    assert.equal((await status()).MoveStatus, { PanTilt: 'MOVING', Zoom: 'MOVING' });
    await clock.pass(20_000);
    assert.equal(await status(), {
      Position: ends,
      MoveStatus: { PanTilt: 'IDLE', Zoom: 'IDLE' },
      UtcTime: new Date(noon),
    });
    await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: -1, y: 1 }, Zoom: { x: 1 } } });
    assert.equal((await status()).MoveStatus, { PanTilt: 'IDLE', Zoom: 'IDLE' });
    await soap.validate();
  },
);

moves.run();
