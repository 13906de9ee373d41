import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HeadFact } from '../../../hal/boards/facts/head.ts';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import type { PtzOperations } from '../../../services/generated/ptz-operations.ts';
import { virtualAxes } from '../../hal/head/head-under-test.ts';
import { lens, panTilt, profile, ptzUnderTest, zoom } from './ptz-under-test.ts';

const refusals = suite('PTZ commands that are refused');

const sender = 'Sender ter:InvalidArgVal ter:';
const generic = panTilt('PositionGenericSpace');

type Case<Name extends keyof PtzOperations = keyof PtzOperations> = {
  readonly [One in Name]: readonly [One, Partial<PtzOperations[One]['request']>, fault: string];
}[Name];

const cases: readonly Case<'AbsoluteMove' | 'RelativeMove' | 'ContinuousMove' | 'Stop' | 'GetStatus'>[] = [
  ['AbsoluteMove', { ProfileToken: 'x', Position: { Zoom: { x: 0 } } }, `${sender}NoProfile`],
  ['GetStatus', { ProfileToken: 'x' }, `${sender}NoProfile`],
  ['Stop', { ProfileToken: 'Bare' }, `${sender}NoPTZProfile`],
  ['AbsoluteMove', { Position: {} }, `${sender}InvalidPosition`],
  ['RelativeMove', { Translation: {} }, `${sender}InvalidTranslation`],
  ['ContinuousMove', { Velocity: {} }, `${sender}InvalidVelocity`],
  ['AbsoluteMove', { Position: { PanTilt: { x: 0, y: 0, space: 'urn:x' } } }, `${sender}SpaceNotSupported`],
  [
    'AbsoluteMove',
    { Position: { PanTilt: { x: 0, y: 0, space: panTilt('VelocityGenericSpace') } } },
    `${sender}SpaceNotSupported`,
  ],
  ['RelativeMove', { Translation: { Zoom: { x: 0, space: generic } } }, `${sender}SpaceNotSupported`],
  ['ContinuousMove', { Velocity: { PanTilt: { x: 0, y: 0, space: generic } } }, `${sender}SpaceNotSupported`],
  [
    'AbsoluteMove',
    { Position: { Zoom: { x: 0.5 } }, Speed: { Zoom: { x: 1, space: 'urn:x' } } },
    `${sender}SpaceNotSupported`,
  ],
  ['AbsoluteMove', { Position: { PanTilt: { x: 1.001, y: 0 } } }, `${sender}InvalidPosition`],
  ['AbsoluteMove', { Position: { PanTilt: { x: Number.NaN, y: 0 } } }, `${sender}InvalidPosition`],
  ['AbsoluteMove', { Position: { PanTilt: { x: 0, y: Number.POSITIVE_INFINITY } } }, `${sender}InvalidPosition`],
  ['AbsoluteMove', { Position: { PanTilt: { x: 0.5, y: 0.5 }, Zoom: { x: -0.1 } } }, `${sender}InvalidPosition`],
  [
    'AbsoluteMove',
    { Position: { Zoom: { x: 3, space: zoom('PositionSpaceMillimeter') } } },
    `${sender}InvalidPosition`,
  ],
  ['RelativeMove', { Translation: { PanTilt: { x: 0, y: -1.5 } } }, `${sender}InvalidTranslation`],
  ['RelativeMove', { Translation: { Zoom: { x: Number.NaN } } }, `${sender}InvalidTranslation`],
  ['ContinuousMove', { Velocity: { PanTilt: { x: 2, y: 0 } } }, `${sender}InvalidVelocity`],
  ['ContinuousMove', { Velocity: { Zoom: { x: Number.NEGATIVE_INFINITY } } }, `${sender}InvalidVelocity`],
  ['AbsoluteMove', { Position: { Zoom: { x: 1 } }, Speed: { Zoom: { x: 1.1 } } }, `${sender}InvalidSpeed`],
  ['RelativeMove', { Translation: { Zoom: { x: 1 } }, Speed: { PanTilt: { x: -0.5, y: 0 } } }, `${sender}InvalidSpeed`],
  ...['PT0S', 'PT0.05S', 'P1Y', '-PT1S', 'PT301S'].map(
    (Timeout) => ['ContinuousMove', { Velocity: { Zoom: { x: 1 } }, Timeout }, `${sender}TimeoutNotSupported`] as const,
  ),
];

for (const [name, request, fault] of cases) {
  refusals(`${name} ${JSON.stringify(request)}`, async () => {
    const { soap, head, camera } = await ptzUnderTest({ head: lens });
    await camera.store.change((present) => {
      const [first] = present.profiles;
      if (first === undefined) throw new Error('no profile');
      const bare = { ...first, token: 'Bare', configurations: {} };
      return { next: { ...present, profiles: [...present.profiles, bare] }, changes: [] };
    });
    assert.is(await soap.refusal(name, { ...profile, ...request } as never), fault);
    assert.equal(head.status, { position: { pan: 0, tilt: 0, zoom: 0 }, moving: { panTilt: false, zoom: false } });
  });
}

const zoomOnly: readonly AxisFact[] = virtualAxes.filter(({ axis }) => axis === 'zoom');
const noZoom: readonly AxisFact[] = virtualAxes.filter(({ axis }) => axis !== 'zoom');
const panOnly: readonly AxisFact[] = virtualAxes.filter(({ axis }) => axis === 'pan');
const plainHead: HeadFact = { id: 'PTZ1' };

for (const [what, axes, Velocity, fault] of [
  ['zero for a zoom that is not there is ignored', noZoom, { PanTilt: { x: 0.1, y: 0 }, Zoom: { x: 0 } }, ''],
  ['a zoom that is not there', noZoom, { Zoom: { x: 0.1 } }, 'SpaceNotSupported'],
  [
    'zero in a space of what is not there',
    noZoom,
    { Zoom: { x: 0, space: zoom('VelocityGenericSpace') } },
    'SpaceNotSupported',
  ],
  [
    'zero for pan and tilt of a head that zooms alone is ignored',
    zoomOnly,
    { PanTilt: { x: 0, y: 0 }, Zoom: { x: 1 } },
    '',
  ],
  ['pan of a head that zooms alone', zoomOnly, { PanTilt: { x: 1, y: 0 } }, 'SpaceNotSupported'],
  ['tilt of a head that pans alone', panOnly, { PanTilt: { x: 0, y: 1 } }, 'SpaceNotSupported'],
  ['pan of a head that pans alone', panOnly, { PanTilt: { x: 1, y: 0 } }, ''],
] as const) {
  refusals(`absent axes: ${what}`, async () => {
    const { soap } = await ptzUnderTest({ axes, head: plainHead });
    assert.is(await soap.refusal('ContinuousMove', { ...profile, Velocity }), fault && sender + fault);
    const speed = { PanTilt: { x: 1, y: 1 }, Zoom: { x: 1 } };
    if (axes !== zoomOnly) {
      const Position = { PanTilt: { x: 0.1, y: 0 }, Zoom: { x: 0 } };
      const taken = await soap.refusal('AbsoluteMove', { ...profile, Position, Speed: speed });
      assert.is(taken, '', 'a speed for an axis that is not there is ignored');
    }
    await soap.call('Stop', { ...profile, PanTilt: true, Zoom: true });
  });
}

refusals('a head whose motors are gone, with the reason in its status', async () => {
  const { soap, update, axes, status, camera } = await ptzUnderTest();
  (axes as Map<string, unknown>).clear();
  update([{ id: 'Pan1', what: 'axis', message: 'the servo does not answer' }]);
  for (const Position of [{ PanTilt: { x: 0.5, y: 0 } }, { Zoom: { x: 1 } }])
    assert.is(await soap.refusal('AbsoluteMove', { ...profile, Position }), 'Receiver ter:Action');
  assert.is(await soap.refusal('ContinuousMove', { ...profile, Velocity: { Zoom: { x: 1 } } }), 'Receiver ter:Action');
  await camera.store.change((present) => ({
    next: { ...present, PTZ: present.PTZ.map((one) => ({ ...one, limits: { zoom: { max: 0.5 } } })) },
    changes: [],
  }));
  const bounded = { ...profile, Velocity: { Zoom: { x: 1 } } };
  assert.is(await soap.refusal('ContinuousMove', bounded), 'Receiver ter:Action', 'on its way to a limit as well');
  await soap.call('Stop', profile);
  assert.is((await status()).Error, 'the servo does not answer');
  await soap.validate();
});

const tokens = '<tptz:ProfileToken>Profile1</tptz:ProfileToken>';

for (const [what, text] of [
  [
    'parts in the namespace of the service',
    `<tptz:RelativeMove>${tokens}<tptz:Translation><tptz:Zoom x="0.1"/></tptz:Translation></tptz:RelativeMove>`,
  ],
  [
    'exponents, a sign and leading zeros',
    `<tptz:AbsoluteMove>${tokens}<tptz:Position><tt:PanTilt x="+05e-2" y="-0.000"/></tptz:Position></tptz:AbsoluteMove>`,
  ],
  [
    'long and padded durations',
    `<tptz:ContinuousMove>${tokens}<tptz:Velocity><tt:Zoom x="1"/></tptz:Velocity><tptz:Timeout>PT00H01M00S</tptz:Timeout></tptz:ContinuousMove>`,
  ],
  [
    'members in another order',
    `<tptz:ContinuousMove><tptz:Timeout>PT0H0M1.5S</tptz:Timeout><tptz:Velocity><tt:Zoom x="1"/><tt:PanTilt x="1" y="0"/></tptz:Velocity>${tokens}</tptz:ContinuousMove>`,
  ],
] as const) {
  refusals(`nothing is refused: ${what}`, async () => {
    const { soap } = await ptzUnderTest();
    assert.is(await soap.refusedText(text), '');
  });
}

refusals.run();
