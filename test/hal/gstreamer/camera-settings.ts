import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import {
  type MediaEngine,
  type MediaEngineEvent,
  noMasks,
  type VideoSourceState,
} from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';
import { mediaState, startEngine, subEncoder } from '../running-engine.ts';
import { readSceneCounter } from '../scene-counter.ts';

const room = suite('settings of a camera in the engine');
const folder = mkdtempSync(join(tmpdir(), 'vedette-settings-'));
const marker = join(folder, 'unplugged');
const source: VideoSourceState = { id: 'VideoSource1', width: 640, height: 360, frameRate: 30, masks: noMasks };
const events: MediaEngineEvent[] = [];
let engine: MediaEngine;

process.env.VEDETTE_UNPLUGGED = marker;

room.before.each(async () => {
  events.length = 0;
  engine = await startEngine([subEncoder], { sources: [source] }, (event) => events.push(event));
});

room.after.each(async () => {
  rmSync(marker, { force: true });
  await engine.stop();
});

room.after(() => rmSync(folder, { recursive: true }));

function apply(more: Partial<VideoSourceState>): Promise<void> {
  return engine.apply(mediaState([subEncoder], { sources: [{ ...source, ...more }] }));
}

type Told = Extract<MediaEngineEvent, { readonly kind: 'camera' }>;
const told = (): readonly Told[] => events.filter((event): event is Told => event.kind === 'camera');
const contrastTold = (): number | undefined => told().at(-1)?.values.levels?.contrast;

async function frame(): Promise<Buffer> {
  const taken = await new Promise<Buffer | null>((resolve) => addon.takeFrame(source.id, resolve));
  assert.ok(taken);
  return taken ?? Buffer.alloc(0);
}

/** Mean luma of the middle of the picture, after some frames. */
async function luma(frames = 3): Promise<number> {
  for (let count = 1; count < frames; count += 1) await frame();
  const rows = (await frame()).subarray(120 * source.width, 240 * source.width);
  return rows.reduce((sum, value) => sum + value, 0) / rows.length;
}

async function counter(): Promise<number> {
  const bytes = await frame();
  return readSceneCounter({ bytes, width: source.width, height: source.height }) ?? Number.NaN;
}

async function streaming(use: () => Promise<void>): Promise<void> {
  await engine.stream(subEncoder.id)?.describe();
  await use();
}

room('reports the controls of a camera when it appears, without a stream', async () => {
  await until(() => told().length > 0, 'the camera');
  const [first] = told();
  assert.is(first?.id, 'VideoSource1');
  assert.equal(first?.facts.levels.brightness, { min: 0, max: 100, step: 1, initial: 50 });
  assert.is(first?.values.modes?.exposure, 'AUTO');
});

room('change the picture of a running stream', () =>
  streaming(async () => {
    const before = await luma();
    const count = await counter();
    assert.ok(count > 0);
    await apply({ settings: { levels: { brightness: 90 } } });
    assert.ok((await luma()) > before + 30);
    const now = await counter();
    assert.ok(now > count && now < count + 60, `${count} → ${now}: the capture goes on`);
    await until(() => told().at(-1)?.values.levels?.brightness === 90, 'the value');
    // Absent settings change nothing.
    await apply({});
    assert.ok((await luma()) > before + 30);
  }),
);

room('report the values in force after a refused value, and keep the stream', () =>
  streaming(async () => {
    await apply({ settings: { levels: { contrast: 1000, brightness: 60, zoom: 3 } } });
    await until(() => told().at(-1)?.values.levels?.brightness === 60, 'the values');
    assert.is(contrastTold(), 50);
    assert.ok((await counter()) > 0);
    assert.equal(
      events.filter(({ kind }) => kind === 'pipeline-failed'),
      [],
    );
  }),
);

room('report automatic changes of the camera, five times a second at most', () =>
  streaming(async () => {
    await apply({ light: { visible: 500, infrared: 0 } });
    await luma(20);
    const before = told().length;
    const started = performance.now();
    await apply({ light: { visible: 50, infrared: 0 } });
    await until(() => (told().at(-1)?.values.levels?.exposureTime ?? 0) > 30_000, 'a long exposure');
    const count = told().length - before;
    assert.ok(count <= 2 + (performance.now() - started) / 200, `${count} reports`);
  }),
);

/** Mean difference of two pictures in a part without motion: left of the sign, above the cars. */
function difference(one: Buffer, other: Buffer): number {
  const rows = Array.from({ length: 120 }, (_, index) => (120 + index) * source.width);
  const [before = [], after = []] = [one, other].map((picture) =>
    rows.flatMap((start) => [...picture.subarray(start, start + source.width / 2)]),
  );
  return before.reduce((sum, value, index) => sum + Math.abs(value - (after[index] ?? 0)), 0) / before.length;
}

/** Picture some frames later. */
async function later(): Promise<Buffer> {
  for (let count = 1; count < 5; count += 1) await frame();
  return frame();
}

room('show another picture in another view, and the same one in the former view', () =>
  streaming(async () => {
    const settings = { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;
    const corner = { pan: -15, tilt: 8, fieldOfView: 60 } as const;
    await apply({ settings, view: corner });
    const before = await later();
    for (const view of [
      { ...corner, pan: 7.5 },
      { ...corner, tilt: 0 },
      { ...corner, fieldOfView: 20 },
    ]) {
      await apply({ settings, view });
      const moved = difference(before, await later());
      assert.ok(moved > 5, `${JSON.stringify(view)}: ${moved}`);
      await apply({ settings, view: corner });
      assert.is(difference(before, await later()), 0);
    }
  }),
);

room('change the view by the state of one camera, but no size and no unknown camera', () =>
  streaming(async () => {
    const settings = { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;
    await apply({ settings, view: { pan: -15, tilt: 8, fieldOfView: 60 } });
    const before = await later();
    engine.applySource({ ...source, id: 'VideoSource9', settings, view: { pan: 15, tilt: 8, fieldOfView: 60 } });
    assert.is(difference(before, await later()), 0);
    engine.applySource({ ...source, width: 64, height: 48, settings, view: { pan: 7.5, tilt: 8, fieldOfView: 60 } });
    const after = await later();
    assert.is(after.length, before.length);
    assert.ok(difference(before, after) > 5);
  }),
);

room('show a dark picture in darkness, lit by an infrared lamp only with the filter out', () =>
  streaming(async () => {
    const modes = { exposure: 'MANUAL', irCutFilter: 'ON' } as const;
    const exposed = { modes, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;
    const dark = { visible: 0.5, infrared: 0 } as const;
    const lamp = { ...dark, infrared: 500 } as const;
    await apply({ settings: exposed, light: { visible: 500, infrared: 0 } });
    const day = await luma(6);
    await apply({ settings: exposed, light: dark });
    const night = await luma(6);
    await apply({ settings: exposed, light: lamp });
    const closed = await luma(6);
    await apply({ settings: { ...exposed, modes: { ...modes, irCutFilter: 'OFF' } }, light: lamp });
    const lit = await luma(6);
    assert.ok(day > 80 && night < 30, `${night} after ${day}`);
    assert.ok(Math.abs(closed - night) < 3 && lit > 80, `${lit} after ${closed}`);
  }),
);

room('apply settings of an absent camera when it returns', () =>
  streaming(async () => {
    const before = await luma();
    writeFileSync(marker, '');
    await until(() => events.some((event) => event.kind === 'signal' && event.lost), 'the loss');
    await apply({ settings: { levels: { brightness: 95, contrast: 40 } } });
    assert.is(contrastTold(), 50);
    rmSync(marker);
    await until(() => contrastTold() === 40, 'its return');
    await until(() => events.filter((event) => event.kind === 'signal' && !event.lost).length > 1, 'its picture');
    assert.ok((await luma(10)) > before + 30);
  }),
);

room.run();
