import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SourceGeometry } from '../../../hal/ports/media-engine.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { virtualAxes } from '../../hal/head/head-under-test.ts';
import { lens, type PtzUnderTest, panTilt, profile, ptzUnderTest, zoom } from './ptz-under-test.ts';

const limits = suite('PTZ limits and directions');

const degrees = panTilt('SphericalPositionSpaceDegrees');

async function set({ soap }: PtzUnderTest, change: Partial<tt.PTZConfiguration>): Promise<void> {
  const { PTZConfiguration } = await soap.call('GetConfiguration', { PTZConfigurationToken: 'PTZ1' });
  await soap.call('SetConfiguration', { PTZConfiguration: { ...PTZConfiguration, ...change }, ForcePersistence: true });
}

const narrow = {
  PanTiltLimits: {
    Range: { URI: degrees, XRange: { Min: -20, Max: 40 }, YRange: { Min: -10, Max: Number.POSITIVE_INFINITY } },
  },
  ZoomLimits: { Range: { URI: zoom('PositionGenericSpace'), XRange: { Min: 0, Max: 0.5 } } },
};

async function limited(): Promise<PtzUnderTest> {
  const camera = await ptzUnderTest({ head: lens });
  await set(camera, narrow);
  return camera;
}

limits('are read back, an open side as the end of the travel', async () => {
  const { soap } = await limited();
  const { PTZConfiguration: read } = await soap.call('GetConfiguration', { PTZConfigurationToken: 'PTZ1' });
  assert.equal(read.PanTiltLimits?.Range, {
    URI: degrees,
    XRange: { Min: -20, Max: 40 },
    YRange: { Min: -10, Max: 90 },
  });
  await soap.validate();
});

limits('refuse positions beyond them, and nothing moves', async () => {
  const { soap, head } = await limited();
  for (const Position of [
    { PanTilt: { x: 41, y: 0, space: degrees } },
    { Zoom: { x: 0.6 } },
    { PanTilt: { x: 0, y: -1 } },
  ])
    assert.is(
      await soap.refusal('AbsoluteMove', { ...profile, Position }),
      'Sender ter:InvalidArgVal ter:InvalidPosition',
    );
  assert.equal(head.status.moving, { panTilt: false, zoom: false });
});

limits('are reached by a client that rounds', async () => {
  const { soap, head, clock } = await limited();
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0.2353, y: 0 }, Zoom: { x: 0.50005 } } });
  await clock.pass(10_000);
  assert.equal([head.status.position.pan, head.status.position.zoom], [40, 0.5]);
});

limits('end translations', async () => {
  const { soap, head, clock } = await limited();
  const Translation = { PanTilt: { x: -1, y: -1 }, Zoom: { x: 1 } };
  await soap.call('RelativeMove', { ...profile, Translation });
  await clock.pass(10_000);
  assert.equal(head.status.position, { pan: -20, tilt: -10, zoom: 0.5 });
});

limits('end continuous moves exactly, and leave the free direction and the timeout', async () => {
  const { soap, head, clock, status } = await limited();
  await soap.call('ContinuousMove', {
    ...profile,
    Velocity: { PanTilt: { x: 1, y: -0.5 }, Zoom: { x: 1 } },
    Timeout: 'PT1M',
  });
  assert.equal((await status()).MoveStatus, { PanTilt: 'MOVING', Zoom: 'MOVING' });
  await clock.pass(10_000);
  assert.equal(head.status, { position: { pan: 40, tilt: -10, zoom: 0.5 }, moving: { panTilt: false, zoom: false } });
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 1, y: 0 } } });
  await clock.pass(1000);
  assert.is(head.status.position.pan, 40);
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -0.1, y: 0.1 } }, Timeout: 'PT2S' });
  await clock.pass(5000);
  const { pan = 0, tilt = 0 } = head.status.position;
  assert.ok(pan > 18 && pan < 22, `${pan} after 2 s at 10 degrees a second`);
  assert.ok(tilt > 0 && tilt < 5, String(tilt));
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -0.1, y: 0 } }, Timeout: 'PT1M' });
  await clock.pass(500);
  await soap.call('Stop', profile);
  await clock.pass(30_000);
  assert.ok((head.status.position.pan ?? 0) > 10, 'Stop ends it as well');
});

// shows PTZ-11
limits('Reverse turns positions, translations and velocities, not what is stored', async () => {
  const camera = await ptzUnderTest({ head: lens });
  const { soap, head, clock, status } = camera;
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 12, y: 34, space: degrees } } });
  await clock.pass(10_000);
  await soap.call('SetPreset', profile);
  await set(camera, { Extension: { PTControlDirection: { Reverse: { Mode: 'ON' } } } });
  const { PTZNode: [node] = [] } = await soap.call('GetNodes', {});
  assert.equal(node?.SupportedPTZSpaces.AbsolutePanTiltPositionSpace?.[1]?.YRange, { Min: -90, Max: 30 });
  await set(camera, { DefaultAbsolutePantTiltPositionSpace: degrees });
  assert.equal((await status()).Position?.PanTilt, { x: -12, y: -34, space: degrees });
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 0.1, y: 0.1 } }, Timeout: 'PT1S' });
  await clock.pass(3000);
  const { pan = 0, tilt = 0 } = head.status.position;
  assert.ok(pan < 12 && tilt < 34, `${pan} ${tilt}`);
  await soap.call('RelativeMove', {
    ...profile,
    Translation: { PanTilt: { x: 5, y: -5, space: panTilt('SphericalTranslationSpaceDegrees') } },
  });
  await clock.pass(3000);
  assert.ok(Math.abs((head.status.position.pan ?? 0) - pan + 5) < 0.05);
  assert.ok(Math.abs((head.status.position.tilt ?? 0) - tilt - 5) < 0.05);
  await soap.call('GotoPreset', { ...profile, PresetToken: '1' });
  await clock.pass(10_000);
  assert.equal((await status()).Position?.PanTilt, { x: -12, y: -34, space: degrees });
  await set(camera, {
    PanTiltLimits: { Range: { URI: degrees, XRange: { Min: -20, Max: 50 }, YRange: { Min: -90, Max: 30 } } },
  });
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -1, y: 0 } } });
  await clock.pass(10_000);
  assert.is(head.status.position.pan, 20, 'limits are those of the directions that clients see');
  await soap.validate();
});

/** Turns, mirrors and cuts the picture of the camera. */
async function shape({ camera }: PtzUnderTest, geometry: SourceGeometry): Promise<void> {
  await camera.store.change((present) => ({
    next: { ...present, VideoSource: present.VideoSource.map((one) => ({ ...one, geometry })) },
    changes: [],
  }));
}

const bounds = { x: 0, y: 0, width: 1280, height: 720 };

for (const [rotate, mirror, right] of [
  [0, false, { pan: 10, tilt: 0 }],
  [0, true, { pan: -10, tilt: 0 }],
  [180, false, { pan: -10, tilt: 0 }],
  [180, true, { pan: 10, tilt: 0 }],
  [90, false, { pan: 0, tilt: 10 }],
  [90, true, { pan: 0, tilt: -10 }],
  [270, false, { pan: 0, tilt: -10 }],
  [270, true, { pan: 0, tilt: 10 }],
] as const) {
  limits(
    `to the right is to the right in a picture turned by ${rotate} degrees${mirror ? ' and mirrored' : ''}`,
    async () => {
      const camera = await ptzUnderTest({ head: lens });
      const { soap, clock, head, status } = camera;
      await shape(camera, { rotate, mirror, bounds });
      await set(camera, { DefaultAbsolutePantTiltPositionSpace: degrees });
      const space = panTilt('SphericalTranslationSpaceDegrees');
      await soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: 10, y: 0, space } } });
      await clock.pass(10_000);
      const { pan = 0, tilt = 0 } = head.status.position;
      assert.equal({ pan: Math.round(pan), tilt: Math.round(tilt) }, right);
      const { x = 0, y = 0 } = (await status()).Position?.PanTilt ?? {};
      assert.equal([Math.round(x), Math.round(y)], [10, 0], 'the position follows');
      await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0, y: 0 } } });
      await clock.pass(10_000);
      assert.equal(head.status.position, { pan: 0, tilt: 0, zoom: 0 });
      await soap.validate();
    },
  );
}

limits('the edge of a cut picture is brought to its middle', async () => {
  const camera = await ptzUnderTest({ head: { ...lens, optics: { horizontalFieldOfView: 60, projection: 'flat' } } });
  await shape(camera, { rotate: 0, mirror: false, bounds: { x: 320, y: 180, width: 640, height: 360 } });
  await camera.soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: 1, y: 0 } } });
  await camera.clock.pass(10_000);
  assert.is(Math.round(camera.head.status.position.pan ?? 0), 15);
});

limits('E-flip turns the directions of a head that looks past the vertical', async () => {
  const axes = virtualAxes.map((axis) => (axis.axis === 'tilt' ? { ...axis, min: -180, max: 0 } : axis));
  const camera = await ptzUnderTest({ axes });
  const { soap, head, clock } = camera;
  assert.is((await soap.call('GetServiceCapabilities', {})).Capabilities.EFlip, true);
  await set(camera, { Extension: { PTControlDirection: { EFlip: { Mode: 'ON' }, Reverse: { Mode: 'OFF' } } } });
  const steer = async (): Promise<number> => {
    const before = head.status.position.pan ?? 0;
    await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 0.1, y: 0 } }, Timeout: 'PT1S' });
    await clock.pass(3000);
    return Math.sign((head.status.position.pan ?? 0) - before);
  };
  const directions: number[] = [await steer()];
  for (const y of [-88, -92, -100, -88, -80]) {
    await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0, y, space: degrees } } });
    await clock.pass(10_000);
    directions.push(await steer());
  }
  assert.equal(directions, [1, 1, 1, -1, -1, 1], 'with five degrees of hysteresis around the vertical');
});

limits.run();
