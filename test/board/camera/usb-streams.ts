// time limit: 240 s
// devices: camera

import { spawn } from 'node:child_process';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openVideoCapture } from '../../../hal/gstreamer/capture/capture.ts';
import { findCamera } from '../../../hal/gstreamer/capture/v4l2-devices.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import { noMasks } from '../../../hal/ports/media-engine.ts';
import { startServer } from '../../services/rtsp/running-server.ts';
import { until } from '../../until.ts';
import { openUsbBoard, UsbCamera } from './usb-camera.ts';
import { plugIn, unplug } from './vivid.ts';

const streams = suite('streams of a USB camera');
let camera: UsbCamera | undefined;

async function plug(options?: Parameters<typeof UsbCamera.plug>[0]): Promise<UsbCamera> {
  await camera?.close();
  camera = await UsbCamera.plug(options);
  return camera;
}

streams.after(async () => {
  await camera?.close();
  plugIn();
});

interface Decoded {
  /** Times of the pictures, s. */
  readonly times: readonly number[];
  readonly complaints: string;
}

/** Decodes pictures of an RTSP stream with ffmpeg. */
async function decode(uri: string, frames: number): Promise<Decoded> {
  // The stream says what it is: ffmpeg need not look at it for five seconds.
  const input = ['-v', 'warning', '-analyzeduration', '500000', '-rtsp_transport', 'tcp', '-i', uri];
  const child = spawn('ffmpeg', [...input, '-frames:v', `${frames}`, '-vsync', 'passthrough', '-f', 'framecrc', '-']);
  const out: string[] = [];
  const complaints: string[] = [];
  child.stdout.on('data', (text) => out.push(String(text)));
  child.stderr.on('data', (text) => complaints.push(String(text)));
  await new Promise((resolve) => child.once('close', resolve));
  const lines = out.join('').split('\n');
  const [, numerator = '0', denominator = '1'] = /^#tb 0: (\d+)\/(\d+)/m.exec(out.join('')) ?? [];
  const unit = Number(numerator) / Number(denominator);
  const times = lines.filter((line) => /^0, /.test(line)).map((line) => Number(line.split(',')[2]) * unit);
  return { times, complaints: complaints.join('') };
}

/** Plays a path of the board's server. Returns what ffmpeg decoded. */
async function playFrom(from: UsbCamera, height: 360 | 720, path: string, frames: number): Promise<Decoded> {
  let tried = false;
  const engine = await openUsbBoard({
    camera: from,
    width: (height * 16) / 9,
    height,
    onEvent: ({ kind }) => {
      tried ||= kind === 'encoders';
    },
  });
  // The trial of the encoders occupies the single processor for seconds.
  await until(() => tried, 'the encoders were tried', 60_000);
  const running = await startServer({}, 60, { engine });
  const decoded = await decode(running.uri(path).replace('rtsp://', 'rtsp://viewer:secret456@'), frames);
  await running.stop();
  return decoded;
}

/** Checks number and rate of decoded pictures: the usual distance, since a busy machine drops pictures. */
function assertRate({ times, complaints }: Decoded, frames: number, rate: number): void {
  assert.is(times.length, frames, complaints.slice(-2000));
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const usual = distances.sort((one, other) => one - other)[Math.floor(distances.length / 2)] ?? 0;
  assert.ok(Math.abs(1 / usual - rate) < rate * 0.05, `${(1 / usual).toFixed(2)} pictures per second`);
  assert.not.match(complaints, /error|corrupt|missed/i);
}

streams('of MJPEG are decoded, encoded and played at the asked rate', async () => {
  const found = await plug({ encoded: true });
  unplug();
  assert.is(findCamera('any'), found.path, 'the first camera');
  plugIn();
  assertRate(await playFrom(found, 360, 'Profile2', 45), 45, 15);
  assert.ok(found.lines.includes('stream MJPG 640x360 30.00'), found.lines.join('\n'));
});

streams('of H.264 are passed on unchanged, with one start of the camera', async () => {
  const found = await plug({ formats: ['h264'] });
  assertRate(await playFrom(found, 720, 'Profile1', 60), 60, 30);
  assert.equal(
    found.lines.filter((line) => line.startsWith('stream')),
    ['stream H264 1280x720 30.00'],
  );
});

/** Captures for some seconds. Returns the pictures per second. */
async function measure(from: UsbCamera, width: number, height: number, frameRate: number): Promise<number> {
  addon.setMasks('Measured', noMasks);
  const taken = openVideoCapture(
    { driver: 'v4l2', device: from.card },
    { id: 'Measured', width, height, frameRate, masks: noMasks },
    { limits: engineLimits, log: pino({ level: 'silent' }), onEvent: () => undefined },
  );
  const end = taken.use();
  await until(() => addon.progress('Measured') > 0, 'a picture');
  const [before, from0] = [addon.progress('Measured'), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const rate = ((addon.progress('Measured') - before) * 1000) / (performance.now() - from0);
  end();
  taken.close();
  return rate;
}

type Captured = readonly [fourcc: string, width: number, height: number, frameRate: number];

/** Pictures by way of transfer; MJPEG and H.264 by bulk transfer are played above. */
const captured: readonly [way: 'isochronous' | 'bulk', pictures: readonly Captured[]][] = [
  [
    'isochronous',
    [
      ['YUYV', 640, 360, 30],
      ['MJPG', 1280, 720, 30],
    ],
  ],
  ['bulk', [['YUYV', 320, 180, 15]]],
];

for (const [way, pictures] of captured)
  streams(`come by ${way} transfer at the asked rate`, async () => {
    // A format that is listed without a size must not cost the others.
    const found = await plug({ isochronous: way === 'isochronous', bare: way === 'bulk' });
    for (const [fourcc, width, height, frameRate] of pictures) {
      const rate = await measure(found, width, height, frameRate);
      assert.ok(Math.abs(rate - frameRate) < frameRate * 0.1, `${fourcc}: ${rate} pictures per second`);
      const { lines } = found;
      const last = lines.findLast((line) => line.startsWith('stream'));
      assert.is(last, `stream ${fourcc} ${width}x${height} ${frameRate}.00`);
    }
  });

streams.run();
