import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../../hal/boards/virtual.ts';
import type { MediaState } from '../../../../../hal/ports/media-engine.ts';
import { EntityStore } from '../../../../../services/entities/entity-store.ts';
import { mediaState } from '../../../../../services/entities/streams/media-state.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import type * as tr2 from '../../../../../services/generated/tr2.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import type { Settings } from '../../../../../services/settings/setting.ts';
import { StoredSetting } from '../../../../../services/settings/stored-setting.ts';
import { Exchange } from '../../../events/exchange.ts';
import { deviceId } from '../../boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../../media-under-test.ts';

const masks = suite('privacy masks of Media2');
const { axes: _axes, heads: _heads, ...still } = virtual;
const source = 'VideoSourceConfig1';
const square = [
  { x: -0.5, y: 0.5 },
  { x: 0.25, y: 0.5 },
  { x: 0.25, y: -0.5 },
  { x: -0.5, y: -0.5 },
];
const wish: tr2.Mask = { ConfigurationToken: source, Polygon: { Point: square }, Type: 'Color', Enabled: true };

interface Subject {
  readonly camera: MediaUnderTest;
  readonly media2: Exchange<Media2Operations>;
}

function subject(board = still, stored: Map<string, string> = new Map()): Subject {
  const camera = mediaUnderTest(stored, board);
  return { camera, media2: new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations) };
}

/** Masks that the media process gets. */
function planned({ store }: Pick<MediaUnderTest, 'store'>): string | undefined {
  const empty: MediaState = mediaState(store.entities, store.board);
  return store.features.reduce((state, { plan }) => plan?.adjust(state) ?? state, empty).sources[0]?.masks;
}

const black = { X: 16, Y: 128, Z: 128, Colorspace: 'http://www.onvif.org/ver10/colorspace/YCbCr' };

// shows MD2-17
masks('are created, told, set and deleted, and are there after a restart', async () => {
  const { camera, media2 } = subject();
  assert.is(planned(camera), '[]');
  const { Capabilities } = await media2.call('GetServiceCapabilities', {});
  assert.equal([Capabilities.Mask, Capabilities.SourceMask], [true, true]);
  const { Token } = await media2.call('CreateMask', { Mask: { ...wish, Color: black } });
  assert.equal((await media2.call('GetMasks', {})).Masks, [{ ...wish, token: Token, Color: black }]);
  assert.match(
    planned(camera) ?? '',
    /^\[\('Color', false, false, 1\.6e\+1, 1\.28e\+2, 1\.28e\+2, \[\(2\.5e-1, 2\.5e-1\)/,
  );
  const changed = { ...wish, token: Token, Type: 'Blurred', Enabled: false, Polygon: { Point: square.slice(1) } };
  await media2.call('SetMask', { Mask: changed });
  assert.equal((await media2.call('GetMasks', { Token })).Masks, [changed]);
  assert.is(planned(camera), '[]');
  const after = new Exchange<Media2Operations>(createMedia2Service(camera.restarted()), media2Operations);
  assert.equal((await after.call('GetMasks', { ConfigurationToken: source })).Masks, [changed]);
  await media2.call('DeleteMask', { Token });
  assert.equal((await media2.call('GetMasks', {})).Masks ?? [], []);
  await media2.validate();
});

masks('options are kept: each type and colour is accepted, one mask beyond the limit is not', async () => {
  const { media2 } = subject();
  const { Options } = await media2.call('GetMaskOptions', { ConfigurationToken: source });
  assert.equal([Options.MaxMasks, Options.MaxPoints, Options.RectangleOnly], [8, 16, false]);
  for (const Type of Options.Types) {
    for (const { X, Y, Z, Colorspace } of Options.Color.ColorspaceRange ?? []) {
      const Color = { X: X.Max, Y: Y.Min, Z: Z.Max, Colorspace };
      const { Token } = await media2.call('CreateMask', { Mask: { ...wish, Type, Color } });
      assert.equal((await media2.call('GetMasks', { Token })).Masks?.[0]?.Color, Color);
      await media2.call('DeleteMask', { Token });
    }
  }
  for (let count = 0; count < Options.MaxMasks; count += 1) await media2.call('CreateMask', { Mask: wish });
  assert.is(await media2.refusal('CreateMask', { Mask: wish }), 'Receiver ter:Action ter:MaxMasks');
  await media2.validate();
});

const circle = (count: number): tr2.Mask['Polygon'] => ({
  Point: Array.from({ length: count }, (_, index) => ({
    x: Math.sin((index * 2 * Math.PI) / count),
    y: Math.cos((index * 2 * Math.PI) / count),
  })),
});

const polygons: readonly (readonly [what: string, polygon: tr2.Mask['Polygon'], accepted: boolean])[] = [
  ['16 points', circle(16), true],
  ['17 points', circle(17), false],
  ['1,000 points', circle(1000), false],
  ['a figure that crosses itself', { Point: [0, 2, 1, 3].flatMap((index) => square.slice(index, index + 1)) }, true],
  ['one point three times', { Point: [1, 2, 3].map(() => ({ x: 0, y: 0 })) }, false],
  ['a line', { Point: [-0.5, 0, 0.5].map((x) => ({ x, y: x })) }, false],
  ['points outside', { Point: [...square.slice(1), { x: 1.5, y: 0 }] }, false],
  ['no number', { Point: [...square.slice(1), { x: Number.NaN, y: 0 }] }, false],
  ['infinity', { Point: [...square.slice(1), { x: Number.POSITIVE_INFINITY, y: 0 }] }, false],
];

for (const [what, Polygon, accepted] of polygons)
  masks(`${what} ${accepted ? 'is a' : 'is no'} polygon`, async () => {
    const { media2 } = subject();
    if (accepted) await media2.call('CreateMask', { Mask: { ...wish, Polygon } });
    else
      assert.is(
        await media2.refusal('CreateMask', { Mask: { ...wish, Polygon } }),
        'Receiver ter:InvalidArgVal ter:InvalidPolygon',
      );
    assert.is((await media2.call('GetMasks', {})).Masks?.length ?? 0, accepted ? 1 : 0);
  });

masks('unknown tokens, types and colour spaces are refused, and nothing has changed', async () => {
  const { media2 } = subject();
  const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
  const modify = 'Receiver ter:InvalidArgVal ter:ConfigModify';
  const { Token } = await media2.call('CreateMask', { Mask: wish });
  const before = await media2.call('GetMasks', {});
  assert.is(await media2.refusal('CreateMask', { Mask: { ...wish, ConfigurationToken: 'x' } }), noConfig);
  assert.is(await media2.refusal('SetMask', { Mask: { ...wish, token: 'x' } }), noConfig);
  assert.is(await media2.refusal('DeleteMask', { Token: 'x' }), noConfig);
  assert.is(await media2.refusal('GetMasks', { Token: 'x' }), noConfig);
  assert.is(await media2.refusal('GetMasks', { ConfigurationToken: 'x' }), noConfig);
  assert.is(await media2.refusal('GetMaskOptions', { ConfigurationToken: 'x' }), noConfig);
  assert.is(await media2.refusal('SetMask', { Mask: { ...wish, token: Token, Type: 'Stripes' } }), modify);
  const Color = { X: 1, Y: 1, Z: 1, Colorspace: 'http://www.onvif.org/ver10/colorspace/CIELAB' };
  assert.is(await media2.refusal('SetMask', { Mask: { ...wish, token: Token, Color } }), modify);
  assert.equal(await media2.call('GetMasks', {}), before);
});

masks('stay on the scene when the picture is cut, turned and mirrored, and come back as they were', async () => {
  const { camera, media2 } = subject();
  const { Token } = await media2.call('CreateMask', { Mask: wish });
  const text = planned(camera);
  const { Configurations: [present] = [] } = await media2.call('GetVideoSourceConfigurations', {});
  if (present === undefined) throw new Error('no configuration');
  const turned = { Rotate: { Mirror: false, Mode: 'ON', Degree: 180 } } as const;
  await media2.call('SetVideoSourceConfiguration', { Configuration: { ...present, Extension: turned } });
  assert.is(planned(camera), text);
  const { Masks: [told] = [] } = await media2.call('GetMasks', { Token });
  assert.equal(told?.Polygon.Point[0], { x: 0.5, y: -0.5 });
  if (told === undefined) throw new Error('no mask');
  await media2.call('SetMask', { Mask: { ...told, Enabled: false } });
  await media2.call('SetMask', { Mask: { ...told, Enabled: true } });
  assert.is(planned(camera), text);
  await media2.call('SetVideoSourceConfiguration', { Configuration: present });
  assert.equal((await media2.call('GetMasks', { Token })).Masks?.[0]?.Polygon.Point, square);
  const Bounds = { x: 640, y: 0, width: 640, height: 720 };
  await media2.call('SetVideoSourceConfiguration', { Configuration: { ...present, Bounds } });
  const { Masks: [clipped] = [] } = await media2.call('GetMasks', { Token });
  assert.ok(clipped?.Polygon.Point.every(({ x = 2, y = 2 }) => Math.abs(x) <= 1 && Math.abs(y) <= 1));
  assert.is(planned(camera), text);
  if (clipped !== undefined) await media2.call('CreateMask', { Mask: { ...clipped, token: '' } });
});

masks('cover everything while the stored ones cannot be read, until a client creates some', async () => {
  const settings: Settings = {
    open: (definition) => {
      const unreadable = definition.name === 'masks' ? { unreadable: 'broken' } : {};
      const found = { value: definition.initial, ...unreadable };
      return new StoredSetting(
        definition,
        found,
        async () => undefined,
        (error) => assert.unreachable(String(error)),
      );
    },
  };
  const events = { declare: () => undefined, publish: () => undefined };
  const store = new EntityStore({ board: still, settings, events, deviceId });
  const camera = { ...mediaUnderTest(), store };
  const media2 = new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations);
  assert.is(planned(camera), 'cover');
  const { Token } = await media2.call('CreateMask', { Mask: wish });
  assert.match(planned(camera) ?? '', /^\[\('Color'/);
  await media2.call('DeleteMask', { Token });
  assert.is(planned(camera), '[]');
});

masks('are not offered where they would not stay on the scene', async () => {
  const motors = { ...still, axes: virtual.axes ?? [], heads: [{ id: 'PTZ1' }] };
  const [sourceFact] = virtual.sources;
  if (sourceFact === undefined) throw new Error('no source');
  const file = { ...sourceFact, camera: { driver: 'encoded-file', path: '/x.mp4', codec: 'H264' } as const };
  for (const board of [motors, { ...still, sources: [file] }]) {
    const { media2 } = subject(board);
    assert.is((await media2.call('GetMaskOptions', { ConfigurationToken: source })).Options.MaxMasks, 0);
    assert.is(await media2.refusal('CreateMask', { Mask: wish }), 'Receiver ter:Action ter:MaxMasks');
  }
});

masks.run();
