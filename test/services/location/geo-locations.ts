import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../services/faults/fault.ts';
import { deviceUnderTest } from '../device/camera.ts';

const locations = suite('geo location');

async function faultOf(change: Promise<unknown>): Promise<string> {
  try {
    await change;
    return '';
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    throw error;
  }
}

const device = { Entity: 'Device', GeoLocation: { lon: 8.5, lat: 47.25, elevation: -3 }, GeoOrientation: { yaw: -90 } };

// shows COR-07e
locations('are replaced by entity and token, and outlive a restart', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({}, stored);
  const source = { Entity: 'VideoSource', Token: 'VideoSource1', LocalLocation: { x: 1, y: 2, z: 3 } };
  await camera.call('SetGeoLocation', { Location: [{ ...device, GeoLocation: { lon: 1, lat: 1 } }, source] });
  await camera.call('SetGeoLocation', { Location: [device] });
  const again = deviceUnderTest({}, stored);
  const told = await again.call('GetGeoLocation', {});
  assert.equal(told.Location, [
    { ...device, Fixed: false },
    { ...source, Fixed: false },
  ]);
  await again.call('DeleteGeoLocation', { Location: [{ Entity: 'Device' }] });
  assert.equal((await again.call('GetGeoLocation', {})).Location?.length, 1);
});

locations('are refused whole when one is wrong', async () => {
  const camera = deviceUnderTest();
  for (const [wrong, fault] of [
    [{ Entity: 'Device', GeoLocation: { lon: 181, lat: 0 } }, 'InvalidArgVal'],
    [{ Entity: 'Device', GeoLocation: { lon: 0, lat: Number.NaN } }, 'InvalidArgVal'],
    [{ Entity: 'x'.repeat(65) }, 'InvalidArgVal'],
    [{ Entity: 'Device', AutoGeo: true }, 'NoAutoGeo'],
  ] as const)
    assert.is(await faultOf(camera.call('SetGeoLocation', { Location: [device, wrong] })), fault);
  const many = Array.from({ length: 17 }, (_, at) => ({ Entity: 'Other', Token: `${at}` }));
  assert.is(await faultOf(camera.call('SetGeoLocation', { Location: many })), 'TooManyEntries');
  assert.is(await faultOf(camera.call('DeleteGeoLocation', { Location: [device] })), 'NoConfig');
  assert.equal(await camera.call('GetGeoLocation', {}), { Location: [] });
});

locations.run();
