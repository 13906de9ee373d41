import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lens, type PtzUnderTest, profile, ptzUnderTest } from './ptz-under-test.ts';

const moves = suite('geo move');

const place = { lon: 8, lat: 47, elevation: 400 };
const refused = 'Sender ter:InvalidArgVal ter:';

async function placed(GeoOrientation: object = { yaw: 0 }): Promise<PtzUnderTest> {
  const camera = await ptzUnderTest({ head: lens });
  await camera.control.locations.set([{ Entity: 'Device', GeoLocation: place, GeoOrientation }]);
  return camera;
}

async function arrived(camera: PtzUnderTest, request: object): Promise<readonly number[]> {
  await camera.soap.call('GeoMove', { ...profile, ...request } as never);
  await camera.clock.pass(120_000);
  const { pan, tilt, zoom } = camera.head.status.position;
  return [pan, tilt, zoom].map((value) => Math.round((value ?? Number.NaN) * 10) / 10);
}

// shows PTZ-12
moves('points the head at a place of the world, and shows an area of that size', async () => {
  const camera = await placed({ yaw: 20 });
  const Target = { lon: 8.001, lat: 47.001, elevation: 400 };
  const [pan = 0, tilt = 0] = await arrived(camera, { Target });
  // 76.1 m east and 111.2 m north are 34.4 degrees right of north.
  assert.ok(Math.abs(pan - 54.4) < 0.3, `${pan}`);
  assert.ok(Math.abs(tilt) < 0.3, `${tilt}`);
  const [, , zoom = 0] = await arrived(camera, { Target, AreaWidth: 31.1 });
  // 134.7 m away the picture is 155.5 m wide at the wide end: five times that is 4 of the 9 steps to tenfold.
  assert.ok(Math.abs(zoom - 0.4) < 0.1, `${zoom}`);
});

moves('is refused for a target out of reach, at the camera, or without a place', async () => {
  const camera = await placed();
  for (const [Target, fault] of [
    [{ ...place, elevation: 10_000 }, 'UnreachablePosition'],
    [place, 'UnreachablePosition'],
    [{ lon: 8 }, 'InvalidArgVal'],
    [{ lon: 200, lat: 47 }, 'InvalidArgVal'],
  ] as const) {
    const told = await camera.soap.refusal('GeoMove', { ...profile, Target });
    assert.is(told.split(/[ /]ter:/).at(-1), fault, told);
  }
});

moves('needs place and yaw of the camera', async () => {
  const camera = await placed({ pitch: 3 });
  assert.is(await camera.soap.refusal('GeoMove', { ...profile, Target: place }), `${refused}GeoLocationUnknown`);
});

moves.run();
