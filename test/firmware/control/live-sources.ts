import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LiveSources } from '../../../firmware/control/live-sources.ts';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { type Heads, openHeads } from '../../../hal/head/open-heads.ts';
import { openVirtualAxis } from '../../../hal/motion/virtual-axis.ts';
import type { IrCutFilter } from '../../../hal/ports/day-night.ts';
import type { MediaState, SceneView, VideoSourceState } from '../../../hal/ports/media-engine.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { noLines } from '../../hal/io/no-lines.ts';
import { noHardware } from '../../hal/motion/no-hardware.ts';
import { mediaState } from '../../hal/running-engine.ts';
import { until } from '../../until.ts';

const room = suite('sources as they are now');
const atRest: SceneView = { pan: 0, tilt: 0, fieldOfView: 60 };

interface Rig {
  readonly heads: Heads;
  readonly scene: LiveSources;
  readonly light: VirtualLight;
  readonly axes: Map<string, MotorAxis>;
  readonly irCutFilters: Map<string, IrCutFilter>;
  /** When it was told to look again, ms. */
  readonly told: number[];
  seen(state?: MediaState): VideoSourceState | undefined;
}

const open: { close(): void | Promise<void> }[] = [];

/** Sources of a board, whose camera is told of each change as the media process is. */
function rig(board: Board = virtual): Rig {
  const light = new VirtualLight();
  const heads = openHeads(board);
  const scene = new LiveSources(board, heads.all, light);
  open.push(scene, heads);
  const told: number[] = [];
  const seen = (state: MediaState = mediaState([])): VideoSourceState | undefined => scene.enliven(state).sources[0];
  seen();
  scene.onChange(() => {
    told.push(performance.now());
    seen();
  });
  return { scene, heads, light, axes: new Map(), irCutFilters: new Map(), told, seen };
}

async function openAxes({ axes, heads }: Rig): Promise<void> {
  for (const fact of virtual.axes ?? []) {
    if (fact.drive.kind !== 'virtual') continue;
    const axis = await openVirtualAxis(fact, fact.drive, noHardware);
    open.push(axis);
    axes.set(fact.id, axis);
  }
  heads.update({ axes, faults: [] });
}

// Motors do not keep a process alive.
const alive = setInterval(() => undefined, 1000);
room.after(() => clearInterval(alive));

room.after.each(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

room('is the usual light, seen from where the motors begin, before any part is open', () => {
  const { seen } = rig();
  assert.equal(seen(), {
    ...mediaState([]).sources[0],
    light: { visible: 500, infrared: 0 },
    view: atRest,
  });
});

room('has no view without motors, and nothing at all for other cameras', () => {
  const { axes: _axes, ...still } = virtual;
  assert.is(rig(still).seen()?.view, undefined);
  const [pan] = virtual.axes ?? [];
  assert.ok(pan);
  if (pan !== undefined) {
    const aside = { ...pan, min: 5 };
    assert.equal(rig({ ...virtual, axes: [aside] }).seen()?.view, { ...atRest, pan: 5 });
  }
  const sources = virtual.sources.map((source) => ({
    ...source,
    camera: { driver: 'v4l2', device: '/dev/video0' } as const,
  }));
  const other = rig({ ...virtual, sources });
  assert.equal(other.seen(), mediaState([]).sources[0]);
});

room('goes with each motor from one end of its travel to the other', async () => {
  const under = rig();
  await openAxes(under);
  const ends: readonly (readonly [string, number, SceneView])[] = [
    ['Pan1', -170, { ...atRest, pan: -170 }],
    ['Tilt1', 90, { ...atRest, pan: -170, tilt: 90 }],
    ['Zoom1', 1, { pan: -170, tilt: 90, fieldOfView: 7.5 }],
  ];
  for (const [id, position, view] of ends) {
    assert.is(await under.axes.get(id)?.moveTo(position), 'arrived');
    assert.equal(under.seen()?.view, view);
  }
});

room('tells of a move at most 25 times a second, its end always, and nothing at rest', async () => {
  const under = rig();
  await openAxes(under);
  await wait(100);
  assert.equal(under.told, [], 'nothing has changed yet');
  const [pan, tilt] = [under.axes.get('Pan1'), under.axes.get('Tilt1')];
  await Promise.all([pan?.moveTo(85), tilt?.moveTo(30)]);
  await wait(100);
  const gaps = under.told.slice(1).map((at, index) => at - (under.told[index] ?? 0));
  assert.ok(under.told.length > 5, `${under.told.length} times`);
  // A timer may be early by less than a millisecond.
  assert.ok(Math.min(...gaps) > 38, gaps.join(' '));
  assert.equal(under.seen()?.view, { pan: 85, tilt: 30, fieldOfView: 60 });
  const before = under.told.length;
  await wait(200);
  assert.is(under.told.length, before);
});

room('tells of light and of the filter, which on its way counts as where it was', async () => {
  const under = rig();
  const filter = await openIrCutFilter({ id: 'IrCutFilter1', driver: 'virtual' }, { lines: noLines });
  open.push(filter);
  under.irCutFilters.set(filter.id, filter);
  under.scene.update(under);
  assert.is(under.seen()?.settings, undefined);
  await filter.move('out');
  under.light.shine('Lamp', { infrared: true, lux: 40 });
  under.light.setLight(0.5);
  await wait(60);
  assert.is(under.told.length, 1, 'all at once');
  const own = { modes: { exposure: 'MANUAL' }, levels: { contrast: 60 } } as const;
  const sources = mediaState([]).sources.map((source) => ({ ...source, settings: own }));
  const night = under.seen(mediaState([], { sources }));
  assert.equal(night?.settings, { modes: { exposure: 'MANUAL', irCutFilter: 'OFF' }, levels: { contrast: 60 } });
  assert.equal(night?.light, { visible: 0.5, infrared: 40 });
  const moving = filter.move('in');
  await until(() => filter.state === undefined);
  assert.equal(under.seen(mediaState([], { sources }))?.settings, own);
  await moving;
  assert.equal(under.seen()?.settings, { modes: { irCutFilter: 'ON' } });
});

room('tells nothing more once it is closed', async () => {
  const under = rig();
  under.light.setLight(1);
  under.scene.close();
  under.light.setLight(2);
  under.scene.update(under);
  under.light.setLight(3);
  await wait(60);
  assert.equal(under.told, []);
});

room.run();
