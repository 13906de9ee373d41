import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../../hal/boards/board.ts';
import { defaultEntities } from '../../../../../services/entities/defaults.ts';
import * as source from '../../../../../services/entities/kinds/video-source/video-source.ts';
import { mediaState } from '../../../../../services/entities/streams/media-state.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { refusalOf } from '../../../events/refusals.ts';
import { deviceId, plain } from '../../boards.ts';

const videoSource = suite('video source');

const entity = { token: 'VideoSourceConfig1', name: 'source', source: 'VideoSource1' };
const wire: tt.VideoSourceConfiguration = {
  token: 'VideoSourceConfig1',
  Name: 'source',
  UseCount: 2,
  SourceToken: 'VideoSource1',
  Bounds: { x: 0, y: 0, width: 1280, height: 720 },
  Extension: { Rotate: { Mirror: false, Mode: 'OFF' } },
};
/** A board whose camera delivers encoded pictures, which are sent unchanged. */
const encoded: Board = {
  ...plain,
  sources: plain.sources.map((one) => ({ ...one, camera: { driver: 'encoded-file', path: 'x.h264', codec: 'H264' } })),
};

// shows MED-04, MD2-04
videoSource('tells the sources of the board, their bounds and how they can be turned', () => {
  assert.equal(source.videoSources(plain), [
    { token: 'VideoSource1', Framerate: 30, Resolution: { Width: 1280, Height: 720 } },
  ]);
  assert.equal(source.videoSourceToWire(plain, entity, 2), wire);
  assert.equal(source.videoSourceOptions(plain), {
    MaximumNumberOfProfiles: 16,
    BoundsRange: {
      XRange: { Min: 0, Max: 1120 },
      YRange: { Min: 0, Max: 630 },
      WidthRange: { Min: 160, Max: 1280 },
      HeightRange: { Min: 90, Max: 720 },
    },
    VideoSourceTokensAvailable: ['VideoSource1'],
    Extension: {
      Rotate: { Reboot: false, Mirror: true, Mode: ['OFF', 'ON'], DegreeList: { Items: [90, 180, 270] } },
      Extension: { SceneOrientationMode: ['MANUAL'] },
    },
  });
});

const rotated = (Rotate: tt.Rotate): tt.VideoSourceConfiguration => ({ ...wire, Extension: { Rotate } });
const cut = (Bounds: Partial<tt.IntRectangle>): tt.VideoSourceConfiguration => ({
  ...wire,
  Bounds: { ...wire.Bounds, ...Bounds },
});

function changed(
  wanted: tt.VideoSourceConfiguration,
  present: source.VideoSourceEntity = entity,
): source.VideoSourceEntity {
  return source.changeVideoSource(plain, present, wanted);
}

videoSource('takes back what it told, and another name', () => {
  for (const wanted of [wire, { ...wire, UseCount: 99 }, rotated({ Mode: 'OFF' })])
    assert.equal(changed(wanted), entity);
  assert.equal(changed({ ...wire, Name: 'door' }), { ...entity, name: 'door' });
});

const shapes: readonly (readonly [what: string, wanted: tt.VideoSourceConfiguration, told: Partial<typeof wire>])[] = [
  ['90 degrees', rotated({ Mode: 'ON', Degree: 90 }), rotated({ Mirror: false, Mode: 'ON', Degree: 90 })],
  ['180 degrees by default', rotated({ Mode: 'ON' }), rotated({ Mirror: false, Mode: 'ON', Degree: 180 })],
  ['no degrees', rotated({ Mode: 'ON', Degree: 0 }), wire],
  ['a mirror', rotated({ Mode: 'OFF', Mirror: true }), rotated({ Mirror: true, Mode: 'OFF' })],
  ['a cut', cut({ x: 320, y: 180, width: 640, height: 360 }), cut({ x: 320, y: 180, width: 640, height: 360 })],
  [
    'odd places, made even',
    cut({ x: 321, y: 181, width: 641, height: 361 }),
    cut({ x: 320, y: 180, width: 640, height: 360 }),
  ],
  ['a cut beyond the edge, moved inside', cut({ x: 1000, width: 640 }), cut({ x: 640, width: 640 })],
];

for (const [what, wanted, told] of shapes) {
  videoSource(`${what} is taken, stored, and told`, () => {
    const next = changed(wanted);
    const stored = source.videoSource.stored({ board: plain, deviceId: '' }).parse(JSON.parse(JSON.stringify(next)));
    assert.equal(stored, next);
    assert.equal(source.videoSourceToWire(plain, next, 2), { ...wire, ...told });
  });
}

videoSource('keeps its turn and mirror when they are absent in a change', () => {
  const turned = changed(rotated({ Mode: 'ON', Degree: 270, Mirror: true }));
  const { Extension: _, ...bare } = wire;
  assert.equal(changed(bare, turned), turned);
  assert.equal(changed(rotated({ Mode: 'OFF' }), turned).geometry?.mirror, true);
});

videoSource('swaps columns and lines of its encoders with a quarter turn only', () => {
  for (const [Degree, size] of [
    [90, [360, 640]],
    [180, [640, 360]],
    [270, [360, 640]],
  ] as const) {
    const entities = defaultEntities({ board: plain, deviceId });
    const turned = { ...entities, VideoSource: [changed(rotated({ Mode: 'ON', Degree }))] };
    const { sources, encoders } = mediaState(turned, plain);
    assert.is(sources[0]?.geometry?.rotate, Degree);
    assert.equal([encoders[1]?.width, encoders[1]?.height], size);
  }
});

videoSource('a geometry stored for a larger sensor counts as none', () => {
  const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
  const old = { ...entity, geometry: { bounds, rotate: 90, mirror: true } } as const;
  assert.equal(source.videoSourceToWire(plain, old, 2), wire);
  assert.is(source.sourceGeometry(plain, [old], 'VideoSource1'), undefined);
});

videoSource('has one geometry where the camera delivers encoded pictures', async () => {
  assert.is(source.canTurn(encoded), false);
  const { Extension, BoundsRange } = source.videoSourceOptions(encoded);
  assert.equal([Extension?.Rotate, BoundsRange.WidthRange], [undefined, { Min: 1280, Max: 1280 }]);
  const { Extension: _, ...bare } = wire;
  assert.equal(source.videoSourceToWire(encoded, entity, 2), bare);
  assert.equal(source.changeVideoSource(encoded, entity, rotated({ Mode: 'OFF' })), entity);
  for (const wanted of [rotated({ Mode: 'ON' }), rotated({ Mode: 'OFF', Mirror: true }), cut({ width: 640 })])
    assert.is(await refusalOf(() => source.changeVideoSource(encoded, entity, wanted)), 'ConfigModify');
});

const oriented = (SceneOrientation: tt.SceneOrientation): tt.VideoSourceConfiguration => ({
  ...wire,
  Extension: { ...wire.Extension, Extension: { SceneOrientation } },
});

videoSource('tells the orientation of the scene once it was set, and keeps it when it is absent', async () => {
  const below = changed(oriented({ Mode: 'MANUAL', Orientation: 'Below' }));
  assert.equal(source.videoSourceToWire(plain, below, 2), oriented({ Mode: 'MANUAL', Orientation: 'Below' }));
  assert.equal(changed(wire, below), below);
  assert.equal(source.videoSource.stored({ board: plain, deviceId: '' }).parse(below), below);
  for (const [wanted, fault] of [
    [{ Mode: 'MANUAL' }, 'InvalidArgs'],
    [{ Mode: 'AUTO' }, 'ConfigModify'],
    [{ Mode: 'MANUAL', Orientation: 'Sideways' }, 'ConfigModify'],
  ] as const)
    assert.is(await refusalOf(() => changed(oriented(wanted))), fault);
});

const refused: readonly (readonly [what: string, wanted: tt.VideoSourceConfiguration])[] = [
  ['another source', { ...wire, SourceToken: 'VideoSource2' }],
  ['an offset upwards', cut({ y: -1 })],
  ['a tiny picture', cut({ width: 100 })],
  ['a higher picture', cut({ height: 721 })],
  ['a picture that turns itself', rotated({ Mode: 'AUTO' })],
  ['a turn by 45 degrees', rotated({ Mode: 'ON', Degree: 45 })],
  ['a turn by -90 degrees', rotated({ Mode: 'ON', Degree: -90 })],
  ['a long name', { ...wire, Name: 'x'.repeat(65) }],
];

for (const [what, wanted] of refused) {
  videoSource(`${what} is ConfigModify`, async () => {
    assert.is(await refusalOf(() => changed(wanted)), 'ConfigModify');
  });
}

videoSource.run();
