// time limit: 240 s
// devices: camera

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openVideoCapture } from '../../../hal/gstreamer/capture/capture.ts';
import { findCamera, withDevice } from '../../../hal/gstreamer/capture/v4l2-devices.ts';
import { rankOffers } from '../../../hal/gstreamer/capture/v4l2-formats.ts';
import { offersOf } from '../../../hal/gstreamer/capture/v4l2-offers.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import { noMasks } from '../../../hal/ports/media-engine.ts';
import { collectGarbage } from '../../hal/collect-garbage.ts';
import { startServer } from '../../services/rtsp/running-server.ts';
import { until } from '../../until.ts';
import { camera, capture as hdmi } from '../rig.ts';
import { openBoard } from './vivid.ts';

const v4l2 = suite('capture from a V4L2 camera');
const log = pino({ level: process.env.VEDETTE_TEST_LOG ?? 'silent' });

v4l2('finds cameras by node, by name and by being the first', () => {
  assert.is(findCamera(camera), camera);
  assert.is(findCamera('any'), camera);
  assert.is(findCamera('card:VIVI'), camera);
  assert.is(findCamera(hdmi), hdmi);
});

v4l2('chooses the desired size and rate if the device has them', () => {
  const wish = { width: 640, height: 360, frameRate: 30 };
  const [best] = rankOffers(
    withDevice(camera, (device) => offersOf(device, wish)),
    wish,
  );
  assert.equal([best?.fourcc, best?.width, best?.height, best?.exact], ['NV12', 640, 360, true]);
});

/** Captures for some seconds. Returns the pictures per second. */
async function measure(width: number, height: number, frameRate: number): Promise<number> {
  addon.setMasks('Measured', noMasks);
  const taken = openVideoCapture(
    { driver: 'v4l2', device: camera },
    { id: 'Measured', width, height, frameRate, masks: noMasks },
    { limits: engineLimits, log, onEvent: () => undefined },
  );
  const end = taken.use();
  await until(() => addon.progress('Measured') > 0, 'a picture');
  await new Promise((resolve) => setTimeout(resolve, 500));
  // One source at a time, so that progress counts only its pictures.
  const [before, from] = [addon.progress('Measured'), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const rate = ((addon.progress('Measured') - before) * 1000) / (performance.now() - from);
  end();
  taken.close();
  return rate;
}

for (const frameRate of [30, 15, 10])
  v4l2(`delivers ${frameRate} pictures per second when asked to`, async () => {
    const rate = await measure(640, 360, frameRate);
    assert.ok(Math.abs(rate - frameRate) < frameRate * 0.05 + 0.3, `${rate} pictures per second`);
  });

v4l2('converts the nearest format to a size and rate that the device lacks', async () => {
  const rate = await measure(600, 400, 12);
  assert.ok(Math.abs(rate - 12) < 1, `${rate} pictures per second`);
});

/** Decodes a number of pictures with ffmpeg. Returns the time (s) and the error output. */
function decode(uri: string, frames: number): Promise<{ readonly seconds: number; readonly output: string }> {
  const from = performance.now();
  const child = spawn('ffmpeg', [
    '-v',
    'warning',
    '-rtsp_transport',
    'tcp',
    '-i',
    uri,
    '-frames:v',
    `${frames}`,
    '-f',
    'framecrc',
    '-',
  ]);
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  return new Promise((resolve) => {
    child.once('close', () => resolve({ seconds: (performance.now() - from) / 1000, output }));
  });
}

v4l2('plays as an RTSP stream that ffmpeg decodes at the desired rate', async () => {
  let tried = false;
  const engine = await openBoard(({ kind }) => {
    tried ||= kind === 'encoders';
  });
  // The trial of the encoders occupies the single processor for seconds.
  await until(() => tried, 'the encoders were tried', 60_000);
  const running = await startServer({}, 60, { engine });
  const uri = running.uri('Profile2').replace('rtsp://', 'rtsp://viewer:secret456@');
  const { seconds, output } = await decode(uri, 45);
  const pictures = output.split('\n').filter((line) => /^0, /.test(line)).length;
  await running.stop();
  assert.is(pictures, 45, output.slice(-2000));
  assert.ok(seconds > 2.5 && seconds < 9, `${seconds} s for 3 s of pictures`);
  assert.not.match(output, /error|corrupt|missed/i);
});

/** Number of cycles; more take minutes: `scripts/board-rig --shell 'VEDETTE_CYCLES=1000 node dist/test/board/camera/capture.js'`. */
const cycles = Number(process.env.VEDETTE_CYCLES ?? 50);

v4l2(`${cycles} starts and stops leave neither descriptors nor threads nor memory behind`, async () => {
  const cycle = async (): Promise<void> => {
    addon.setMasks('Cycled', noMasks);
    const taken = openVideoCapture(
      { driver: 'v4l2', device: camera },
      { id: 'Cycled', width: 320, height: 180, frameRate: 30, masks: noMasks },
      { limits: engineLimits, log, onEvent: () => undefined },
    );
    taken.use();
    await until(() => addon.progress('Cycled') > 0, 'a picture');
    taken.close();
  };
  for (let count = 0; count < 10; count += 1) await cycle();
  collectGarbage();
  const [files, threads, memory] = [descriptors(), tasks(), process.memoryUsage().rss];
  for (let count = 0; count < cycles; count += 1) await cycle();
  collectGarbage();
  const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
  assert.ok(descriptors() <= files, `descriptors: ${files} → ${descriptors()}`);
  assert.ok(tasks() <= threads, `threads: ${threads} → ${tasks()}`);
  assert.ok(grown < 16, `${grown.toFixed(1)} MiB more`);
});

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

function tasks(): number {
  return readdirSync('/proc/self/task').length;
}

v4l2.run();
