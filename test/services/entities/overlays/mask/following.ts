import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../../hal/boards/board.ts';
import { virtual } from '../../../../../hal/boards/virtual.ts';
import { cameraPose } from '../../../../../hal/head/camera-pose.ts';
import { EntityStore } from '../../../../../services/entities/entity-store.ts';
import { mediaState } from '../../../../../services/entities/streams/media-state.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import { headUnderTest } from '../../../../hal/head/head-under-test.ts';
import { Exchange } from '../../../events/exchange.ts';
import { memorySettings } from '../../../settings/memory-settings.ts';
import { deviceId } from '../../boards.ts';
import { mediaUnderTest } from '../../media-under-test.ts';

const masks = suite('privacy masks of a camera with a head');
const points = [
  { x: -0.5, y: 0.5 },
  { x: 0, y: 0.5 },
  { x: 0, y: 0 },
  { x: -0.5, y: 0 },
];

async function subject(board: Board) {
  const { head, clock } = await headUnderTest(board.axes, board.heads?.[0]);
  const events = { declare: () => undefined, publish: () => undefined };
  const store = new EntityStore({ board, settings: memorySettings(), events, deviceId, heads: [head] });
  const media2 = new Exchange<Media2Operations>(createMedia2Service({ ...mediaUnderTest(), store }), media2Operations);
  const polygon = { Point: points };
  const wish = { ConfigurationToken: 'VideoSourceConfig1', Polygon: polygon, Type: 'Color', Enabled: true };
  const { Token } = await media2.call('CreateMask', { Mask: wish });
  const told = async () => (await media2.call('GetMasks', { Token })).Masks?.[0];
  const moveTo = async (pan: number, tilt: number, zoom: number): Promise<void> => {
    await Promise.all([head.moveTo({ pan, tilt, zoom }), clock.pass(30_000)]);
  };
  const planned = (): string => {
    const media = store.features.reduce(
      (state, { plan }) => plan?.adjust(state) ?? state,
      mediaState(store.entities, board),
    );
    return media.sources[0]?.masks ?? '';
  };
  return { head, media2, told, moveTo, planned };
}

masks('of motors are directions: the outline moves through the picture, and comes back', async () => {
  const { media2, told, moveTo, planned } = await subject(virtual);
  const text = planned();
  assert.match(text, /^\[\('Color', true, /);
  await moveTo(-15, 0, 0);
  const moved = await told();
  assert.equal(
    moved?.Polygon.Point.map(({ x }) => Math.round(x * 1000) / 1000),
    [0, 0.5, 0.5, 0],
  );
  if (moved === undefined) throw new Error('no mask');
  await media2.call('SetMask', { Mask: { ...moved, Enabled: false } });
  await moveTo(100, 0, 0);
  assert.equal((await told())?.Polygon.Point, points, 'as created while it is out of sight');
  const away = await told();
  if (away !== undefined) await media2.call('SetMask', { Mask: { ...away, Enabled: true } });
  assert.is(planned(), text);
  await moveTo(0, 0, 0);
  const back = await told();
  assert.ok(
    back?.Polygon.Point.every(({ x, y }, at) => Math.hypot(x - (points[at]?.x ?? 9), y - (points[at]?.y ?? 9)) < 1e-3),
  );
});

masks('of a digital head are places of the whole picture, wherever its window is', async () => {
  const board: Board = { ...virtual, axes: [], heads: [{ id: 'PTZ1', digital: { magnification: 4 } }] };
  const { told, moveTo, planned, head } = await subject(board);
  assert.match(planned(), /^\[\('Color', false, .*\[\(2\.5e-1, 2\.5e-1\)/);
  await moveTo(0, 0, 1);
  const { Point = [] } = (await told())?.Polygon ?? {};
  assert.equal(
    Point.map(({ x, y }) => [Math.round(x), Math.round(y)]).sort(),
    [
      [-1, 0],
      [-1, 1],
      [0, 0],
      [0, 1],
    ].sort(),
  );
  assert.is(cameraPose(head.facts, head.status, 0), undefined);
});

masks('a pose of moving motors reaches as far as they may be at the next report', async () => {
  const { head } = await headUnderTest(virtual.axes, virtual.heads?.[0]);
  const still = cameraPose(head.facts, head.status, 0);
  assert.equal(still?.pan, { min: 0, max: 0 });
  assert.is(still?.fieldOfView.min, 60);
  const moving = cameraPose(head.facts, { ...head.status, moving: { panTilt: true, zoom: false } }, 1000);
  assert.equal(moving?.pan, { min: -9, max: 9 });
  assert.is(cameraPose(head.facts, { ...head.status, position: { tilt: 0 } }, 0)?.known, false);
});

masks.run();
