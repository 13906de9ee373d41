import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { cropWindow } from '../../../hal/head/crop-window.ts';
import { openHeads } from '../../../hal/head/open-heads.ts';
import type { CropWindow } from '../../../hal/ports/media-engine.ts';
import type { PtzHead } from '../../../hal/ports/ptz-head.ts';
import { FakeClock } from '../fake-clock.ts';

const heads = suite('a digital head');
const resting = { panTilt: false, zoom: false };

interface Rig {
  readonly head: PtzHead;
  readonly clock: FakeClock;
  window(): CropWindow;
}

/** Head over a picture of 60 degrees that magnifies four times. */
function rig(): Rig {
  const { axes: _axes, ...board } = virtual;
  const clock = new FakeClock();
  const [head] = openHeads({ ...board, heads: [{ id: 'PTZ1', digital: { magnification: 4 } }] }, clock).all;
  if (head?.facts.optics === undefined) throw new Error('the board has no digital head');
  const { optics } = head.facts;
  return { head, clock, window: () => cropWindow(optics, head.status.position) };
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6;

heads('shows the whole picture at first, and tells what its window can reach', () => {
  const { head, window } = rig();
  assert.equal(window(), { x: 0, y: 0, width: 1, height: 1 });
  assert.equal([head.facts.digital, head.facts.sources], [true, ['VideoSource1']]);
  const { pan, tilt, zoom } = head.facts.axes;
  assert.equal([pan?.max, tilt?.max, zoom?.max], [22.5, 22.5 / (16 / 9), 1]);
});

heads('moves its window to the corner of the picture and back', async () => {
  const { head, clock, window } = rig();
  const end = head.moveTo({ pan: 22.5, tilt: head.facts.axes.tilt?.max ?? 0, zoom: 1 });
  assert.equal(head.status.moving, { panTilt: true, zoom: true });
  await clock.pass(10_000);
  assert.is(await end, 'arrived');
  assert.equal([window(), head.status.moving], [{ x: 0.75, y: 0, width: 0.25, height: 0.25 }, resting]);
  void head.moveTo({ zoom: 0 });
  await clock.pass(10_000);
  assert.equal(window(), { x: 0, y: 0, width: 1, height: 1 });
  assert.equal([head.status.position, clock.running], [{ pan: 0, tilt: 0, zoom: 0 }, 0], 'it is where the window is');
});

heads('stands at the edge of the picture, at once when the zoom stands', async () => {
  const { head, clock, window } = rig();
  void head.moveTo({ zoom: 1 / 3 });
  await clock.pass(5000);
  head.moveAt({ pan: 5 }, 60_000);
  await clock.pass(3100);
  assert.equal([head.status.position.pan, head.status.moving.panTilt, window().x], [15, false, 0.5]);
  head.moveAt({ pan: 5 }, 60_000);
  await clock.pass(100);
  assert.equal([head.status.moving.panTilt, head.status.position.pan], [false, 15]);
  head.moveAt({ pan: -5 }, 60_000);
  await clock.pass(1000);
  assert.ok((head.status.position.pan ?? 15) < 12, 'the way back begins at once');
  head.stop({ panTilt: true, zoom: true });
  await clock.pass(1000);
  assert.is(clock.running, 0);
});

heads('goes along with the edge while it magnifies', async () => {
  const { head, clock, window } = rig();
  head.moveAt({ pan: 15, zoom: 0.5 }, 60_000);
  for (let count = 0; count < 50; count += 1) {
    await clock.pass(40);
    const { x, width } = window();
    assert.ok(x + width <= 1 + 1e-9);
  }
  await clock.pass(1000);
  assert.equal([window(), head.status.moving], [{ x: 0.75, y: 0.375, width: 0.25, height: 0.25 }, resting]);
});

heads('keeps its window within the picture and its size true, whatever is asked of it', async () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const command = fc.record({
    pan: part,
    tilt: part,
    zoom: part,
    kind: fc.constantFrom('to', 'at', 'stop'),
    wait: fc.nat(900),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const { head, clock, window } = rig();
      const { pan, tilt, zoom } = head.facts.axes;
      for (const { kind, wait, ...one } of commands) {
        if (kind === 'to')
          void head.moveTo({ pan: one.pan * 22, tilt: one.tilt * (tilt?.max ?? 0), zoom: Math.abs(one.zoom) });
        if (kind === 'at')
          head.moveAt(
            { pan: one.pan * (pan?.maxSpeed ?? 0), tilt: one.tilt, zoom: one.zoom * (zoom?.maxSpeed ?? 0) },
            2000,
          );
        if (kind === 'stop') head.stop({ panTilt: one.pan > 0, zoom: one.zoom > 0 });
        await clock.pass(wait);
        const { x, y, width, height } = window();
        assert.ok(x >= 0 && y >= 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9);
        assert.ok(near(width, height) && near(width, 1 / (1 + 3 * (head.status.position.zoom ?? 0))));
      }
      await clock.pass(20_000);
      assert.equal([head.status.moving, clock.running], [resting, 0]);
      const { x, width } = window();
      assert.ok(near((x + width / 2 - 0.5) * 60, head.status.position.pan ?? Number.NaN), 'it is where its window is');
    }),
    { numRuns: 60 },
  );
});

heads('brings what is at the edge of its window into the middle', async () => {
  const { head, clock, window } = rig();
  void head.moveTo({ zoom: 1 });
  await clock.pass(5000);
  const before = window();
  const there = head.byFieldOfView(1, -1);
  assert.ok(there);
  void head.moveTo(there ?? {});
  await clock.pass(5000);
  const after = window();
  assert.ok(near(after.x - before.x, before.width / 2) && near(after.y - before.y, before.height / 2));
});

heads.run();
