import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { headUnderTest, virtualAxes } from './head-under-test.ts';

const heads = suite('a head made of motors');
const both = { panTilt: true, zoom: true };
const resting = { panTilt: false, zoom: false };

async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return (error as HalError).kind;
  }
  return 'nothing was refused';
}

heads('begins where its axes are, and tells what it can do', async () => {
  const { head } = await headUnderTest();
  assert.equal(head.status, { position: { pan: 0, tilt: 0, zoom: 0 }, moving: resting });
  assert.equal([head.facts.id, head.facts.sources, head.facts.startup], ['PTZ1', ['VideoSource1'], 'stay']);
  assert.equal(head.facts.axes.pan, {
    ...{ min: -170, max: 170, maxSpeed: 100, resolution: 340 / 20_000 },
    ...{ absolute: true, endless: false },
  });
});

heads('is moving before a command returns, and stands as soon as its axes do', async () => {
  const { head, clock } = await headUnderTest();
  const end = head.moveTo({ pan: 10, tilt: 5 });
  assert.equal(head.status.moving, { panTilt: true, zoom: false });
  await clock.pass(50);
  assert.equal(head.status.moving, { panTilt: true, zoom: false });
  await clock.pass(2000);
  assert.equal(head.status, { position: { pan: 10, tilt: 5, zoom: 0 }, moving: resting });
  assert.is(await end, 'arrived');
});

heads('brings pan and tilt to their target together, each within its speed', async () => {
  const target = fc.record({
    pan: fc.double({ min: -170, max: 170, noNaN: true }),
    tilt: fc.double({ min: -30, max: 90, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(target, async (goal) => {
      const { head, clock, axes } = await headUnderTest();
      const ends = new Map<string, number>();
      for (const [id, axis] of axes) axis.onStatus(({ state }) => state === 'idle' && ends.set(id, clock.now()));
      await Promise.all([head.moveTo(goal), clock.pass(20_000)]);
      const { pan = Number.NaN, tilt = Number.NaN } = head.status.position;
      assert.ok(Math.abs(pan - goal.pan) <= 340 / 20_000 && Math.abs(tilt - goal.tilt) <= 120 / 20_000);
      const [panEnd, tiltEnd] = [ends.get('Pan1'), ends.get('Tilt1')];
      // Positions are sent every 20 ms.
      if (panEnd !== undefined && tiltEnd !== undefined)
        assert.ok(Math.abs(panEnd - tiltEnd) <= 40, `${panEnd} ${tiltEnd}`);
    }),
    { numRuns: 30 },
  );
});

heads('arrives soon however it moved before', async () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(part, part, part, part, async (panSpeed, tiltSpeed, pan, tilt) => {
      const { head, clock } = await headUnderTest();
      head.moveAt({ pan: panSpeed * 100, tilt: tiltSpeed * 60 }, 60_000);
      await clock.pass(430);
      const { position } = head.status;
      // A target near the place that both axes are about to leave.
      const end = head.moveTo({
        pan: (position.pan ?? 0) + pan * 2,
        tilt: Math.max(-30, (position.tilt ?? 0) + tilt * 2),
      });
      await clock.pass(4000);
      assert.equal([head.status.moving.panTilt, await end], [false, 'arrived']);
    }),
    { numRuns: 40 },
  );
});

heads('moves each axis at its own speed where speeds are given', async () => {
  const { head, clock } = await headUnderTest();
  void head.moveTo({ pan: 50, tilt: 50, zoom: 1 }, { pan: 10, tilt: 1000 });
  await clock.pass(2000);
  const { pan = 0, tilt } = head.status.position;
  assert.equal([tilt, head.status.moving.panTilt, pan > 18 && pan < 20], [50, true, true]);
});

heads('gives each group of axes to its newest command', async () => {
  const { head, clock } = await headUnderTest();
  const first = head.moveTo({ pan: 100, tilt: 50, zoom: 1 });
  await clock.pass(200);
  head.moveAt({ pan: -100 }, 60_000);
  assert.is(await first, 'replaced');
  await clock.pass(3000);
  assert.is(head.status.position.zoom, 1, 'the zoom is not named and goes on');
  const { tilt } = head.status.position;
  assert.ok(tilt !== undefined && tilt < 20, 'the tilt belongs to the group and comes to rest');
  const second = head.moveTo({ zoom: 0 });
  assert.equal(head.status.moving, { panTilt: false, zoom: true }, 'the pan stands at its limit');
  assert.is(head.status.position.pan, -170);
  head.stop({ panTilt: true, zoom: false });
  await clock.pass(5000);
  assert.is(await second, 'arrived');
});

heads('takes fifty velocities a second, of which the last one counts', async () => {
  const { head, clock } = await headUnderTest();
  for (let count = 0; count < 100; count += 1) {
    head.moveAt({ pan: count % 2 === 0 ? 90 : -90, tilt: 5 }, 10_000);
    assert.is(head.status.moving.panTilt, true);
    await clock.pass(20);
  }
  const before = head.status.position.pan ?? 0;
  head.moveAt({ pan: 20, tilt: 0 }, 10_000);
  await clock.pass(3000);
  const { pan = 0 } = head.status.position;
  assert.ok(pan - before > 40, `${pan - before}`);
});

heads('stops each axis whose velocity is 0, and all of them at the end of the timeout, with the ramp', async () => {
  const { head, clock } = await headUnderTest();
  head.moveAt({ pan: 50, tilt: 50 }, 1000);
  await clock.pass(500);
  head.moveAt({ pan: 50, tilt: 0 }, 1000);
  await clock.pass(980);
  const { pan = 0, tilt = 0 } = head.status.position;
  assert.equal(head.status.moving, { panTilt: true, zoom: false });
  await clock.pass(1000);
  const { pan: end = 0, tilt: stood } = head.status.position;
  assert.equal([head.status.moving, stood], [resting, tilt]);
  // From 50 degrees a second at 200 a second each second: 6.25 degrees.
  assert.ok(end - pan > 6 && end - pan < 9, `${end - pan}`);
  assert.is(clock.running, 0, 'no timer is left');
});

heads('restarts the timeout with each velocity, and has none after a stop or another move', async () => {
  const { head, clock } = await headUnderTest();
  head.moveAt({ zoom: 0.01 }, 1000);
  await clock.pass(900);
  head.moveAt({ zoom: 0.01 }, 1000);
  await clock.pass(900);
  assert.is(head.status.moving.zoom, true);
  const end = head.moveTo({ zoom: 0.5 }, { zoom: 0.1 });
  await clock.pass(10_000);
  assert.equal([await end, head.status.position.zoom], ['arrived', 0.5]);
  head.moveAt({ zoom: 0.01 }, 1000);
  head.stop(both);
  await clock.pass(500);
  assert.equal([head.status.moving.zoom, clock.running], [false, 0]);
});

heads('stops the groups that are named, whatever they do', async () => {
  const { head, clock } = await headUnderTest();
  const end = head.moveTo({ pan: 100 });
  head.moveAt({ zoom: 0.1 }, 60_000);
  await clock.pass(500);
  head.stop({ panTilt: true, zoom: false });
  assert.is(await end, 'stopped');
  assert.equal(head.status.moving, { panTilt: true, zoom: true }, 'the ramp is a movement');
  await clock.pass(1000);
  assert.equal(head.status.moving, { panTilt: false, zoom: true });
  head.stop(resting);
  head.stop(both);
  head.stop(both);
  await clock.pass(1000);
  assert.equal(head.status.moving, resting);
});

heads('is at its target at once when it stands there, and never stays in motion at a limit', async () => {
  const { head, clock } = await headUnderTest();
  const end = head.moveTo({ pan: 0, tilt: 0, zoom: 0 });
  assert.equal(head.status.moving, resting);
  assert.is(await end, 'arrived');
  head.moveAt({ zoom: -0.5 }, 60_000);
  assert.is(head.status.moving.zoom, true);
  await clock.pass(100);
  assert.equal([head.status.moving.zoom, head.status.position.zoom], [false, 0]);
  head.stop(both);
});

heads('refuses before anything moves', async () => {
  const [pan, tilt] = virtualAxes;
  const { head } = await headUnderTest([pan, tilt].filter((axis) => axis !== undefined));
  const rows: readonly [() => unknown, string][] = [
    [() => head.moveTo({ pan: 171, tilt: 0 }), 'out-of-range'],
    [() => head.moveTo({ pan: 10, tilt: Number.NaN }), 'out-of-range'],
    [() => head.moveTo({ pan: 10 }, { pan: 0 }), 'out-of-range'],
    [() => head.moveTo({ pan: 10, zoom: 0 }), 'unsupported'],
    [() => head.moveAt({ pan: 100.1, tilt: 1 }, 1000), 'out-of-range'],
    [() => head.moveAt({ pan: 1, zoom: 0.1 }, 1000), 'unsupported'],
  ];
  for (const [action, kind] of rows) assert.is(await refusal(action), kind);
  assert.equal(head.status.moving, resting);
  void head.moveTo({ pan: 170.0001 });
  assert.is(head.status.moving.panTilt, true, 'a rounding error is no mistake');
});

heads('stays the same object while an axis is missing, names its fault, and moves the others', async () => {
  const { head, clock, axes, update } = await headUnderTest();
  const pan = axes.get('Pan1');
  axes.delete('Pan1');
  update([{ id: 'Pan1', what: 'axis', message: 'axis Pan1: its board does not answer' }]);
  assert.is(head.status.error, 'axis Pan1: its board does not answer');
  assert.equal(Object.keys(head.status.position), ['tilt', 'zoom']);
  assert.is(await refusal(() => head.moveTo({ pan: 10 })), 'gone');
  assert.is(await refusal(() => head.moveAt({ pan: 10 }, 1000)), 'gone');
  const end = refusal(() => head.moveTo({ pan: 10, tilt: 10 }));
  await clock.pass(3000);
  assert.equal([head.status.position.tilt, await end], [10, 'gone']);
  head.moveAt({ pan: 10, tilt: -10 }, 60_000);
  await clock.pass(3000);
  assert.ok((head.status.position.tilt ?? 0) < 0);
  head.moveAt({ pan: 0, tilt: 0 }, 60_000);
  if (pan !== undefined) axes.set('Pan1', pan);
  update();
  assert.equal([head.status.error, head.status.position.pan], [undefined, 0]);
});

heads('tells each start, way and end', async () => {
  const { head, clock, close } = await headUnderTest();
  const told: boolean[] = [];
  const end = head.onStatus(({ moving }) => told.push(moving.panTilt));
  void head.moveTo({ pan: 20 });
  await clock.pass(2000);
  assert.equal([told[0], told.at(-1), told.length > 5], [true, false, true]);
  end();
  const { length } = told;
  void head.moveTo({ pan: 0 });
  await clock.pass(2000);
  assert.is(told.length, length);
  close();
});

heads.run();
