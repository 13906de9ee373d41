import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { Exchange } from '../events/exchange.ts';
import { lens, type PtzUnderTest, profile, ptzUnderTest } from './ptz-under-test.ts';

const view = suite('field of view in the status');

/** Horizontal and vertical degrees, rounded to tenths. */
async function degrees({ status }: PtzUnderTest): Promise<readonly number[]> {
  const { FieldOfView } = await status();
  return FieldOfView === undefined ? [] : [FieldOfView.hfov, FieldOfView.vfov].map((one) => Math.round(one * 10) / 10);
}

async function turn({ camera }: PtzUnderTest, rotate: 90 | 180, width: number): Promise<void> {
  const geometry = { bounds: { x: 0, y: 0, width, height: 720 }, rotate, mirror: false };
  await camera.store.change((present) => ({
    next: { ...present, VideoSource: present.VideoSource.map((one) => ({ ...one, geometry })) },
    changes: [],
  }));
}

// shows PTZ-06
view('is that of the lens at its zoom, and of the part that is cut out, turned', async () => {
  const camera = await ptzUnderTest({ head: lens });
  assert.equal(await degrees(camera), [60, 36]);
  await camera.soap.call('AbsoluteMove', { ...profile, Position: { Zoom: { x: 1 } } });
  await camera.clock.pass(10_000);
  assert.equal(await degrees(camera), [6.6, 3.7]);
  await turn(camera, 180, 640);
  assert.equal(await degrees(camera), [3.3, 3.7]);
  await turn(camera, 90, 640);
  assert.equal(await degrees(camera), [3.7, 3.3]);
  await camera.soap.validate();
});

view('grows with the degrees of a flat picture, and is not told without optics', async () => {
  const flat = { id: 'PTZ1', optics: { horizontalFieldOfView: 60, magnification: 8, projection: 'flat' } } as const;
  assert.equal(await degrees(await ptzUnderTest({ head: flat })), [60, 33.8]);
  assert.equal(await degrees(await ptzUnderTest()), []);
});

view('modes and lenses that the camera does not have are refused', async () => {
  const { camera } = await ptzUnderTest({ head: lens });
  const media = new Exchange<MediaOperations>(createMediaService(camera), mediaOperations);
  const { Configurations: [present] = [] } = await media.call('GetVideoSourceConfigurations', {});
  if (present === undefined) throw new Error('there is no video source configuration');
  const refusal = (more: object): Promise<string> =>
    media.refusal('SetVideoSourceConfiguration', {
      Configuration: { ...present, ...more },
      ForcePersistence: true,
    });
  const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';
  assert.is(await refusal({ ViewMode: 'tt:Fisheye' }), modify);
  const Extension = {
    Extension: { LensDescription: [{ Offset: { x: 0, y: 0 }, Projection: [{ Angle: 90, Radius: 1 }], XFactor: 1 }] },
  };
  assert.is(await refusal({ Extension }), modify);
});

view.run();
