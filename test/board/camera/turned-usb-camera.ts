// time limit: 240 s
// devices: camera

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noMasks } from '../../../hal/ports/media-engine.ts';
import { filter } from '../../hal/access-units.ts';
import { mainEncoder, mediaState, subEncoder } from '../../hal/running-engine.ts';
import { jpegSize } from '../../jpeg-size.ts';
import { until } from '../../until.ts';
import { openUsbBoard, UsbCamera } from './usb-camera.ts';

const room = suite('turned pictures of a USB camera');
const source = { id: 'VideoSource1', width: 1280, height: 720, frameRate: 30, masks: noMasks };
const encoders = [mainEncoder, { ...subEncoder, width: 640, height: 360 }];
let camera: UsbCamera | undefined;

room.after.each(async () => {
  await camera?.close();
  camera = undefined;
});

/** Means of the four quarters of a JPEG, in reading order. */
async function quarters(jpeg: Buffer): Promise<readonly number[]> {
  const from = ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', '-vf', 'scale=2:2:flags=area'];
  return [...(await filter('ffmpeg', [...from, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], jpeg))];
}

for (const formats of [['mjpeg'], ['h264']] as const) {
  // shows MED-04, MD2-04
  room(`in ${formats[0]} are turned, and upright again`, async () => {
    camera = await UsbCamera.plug({ formats });
    const engine = await openUsbBoard({ camera, width: 1280, height: 720 });
    try {
      const upright = await engine.snapshot('VideoEncoder2');
      assert.equal(jpegSize(upright), { width: 640, height: 360 });
      const geometry = { bounds: { x: 0, y: 0, width: 1280, height: 720 }, rotate: 90, mirror: false } as const;
      const turned = encoders.map((one) => ({ ...one, width: one.height, height: one.width }));
      await engine.apply(mediaState(turned, { sources: [{ ...source, geometry }], audioSources: [] }));
      // Clockwise: the lower left quarter goes to the upper left.
      const [upperLeft, upperRight, lowerLeft, lowerRight] = await quarters(upright);
      const expected = [lowerLeft, upperLeft, lowerRight, upperRight].map((value) => value ?? 0);
      // The camera starts anew; until then its last pictures are those before the turn.
      await until(async () => {
        const picture = await engine.snapshot('VideoEncoder2');
        assert.equal(jpegSize(picture), { width: 360, height: 640 });
        const found = await quarters(picture);
        const distance = found.reduce((sum, value, at) => sum + Math.abs(value - (expected[at] ?? 0)), 0);
        assert.ok(distance < 60, `${found} is not ${expected}`);
        return true;
      }, 'a turned picture');
      await engine.apply(mediaState(encoders, { sources: [source], audioSources: [] }));
      await until(async () => {
        assert.equal(jpegSize(await engine.snapshot('VideoEncoder2')), { width: 640, height: 360 });
        return true;
      }, 'an upright picture');
    } finally {
      await engine.stop();
    }
  });
}

room.run();
