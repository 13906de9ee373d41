// time limit: 240 s
// devices: camera
import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { losesAndRegains, type Signal } from '../../hal/gstreamer/losing-camera.ts';
import { until } from '../../until.ts';
import { close, type Playing, play as playFrom } from './playing.ts';
import { openUsbBoard, UsbCamera } from './usb-camera.ts';

const signal = suite('signal of a USB camera');
const camera = await UsbCamera.plug();
let engine: MediaEngine | undefined;
let signals: Signal[] = [];
let warnings: string[] = [];

const log = pino(
  { level: 'warn' },
  new Writable({
    write: (chunk, _, done) => {
      warnings.push(String(chunk));
      done();
    },
  }),
);

async function open(from: UsbCamera = camera, width = 640, height = 360): Promise<MediaEngine> {
  const onEvent = (event: Parameters<NonNullable<Parameters<typeof openUsbBoard>[0]['onEvent']>>[0]): void => {
    if (event.kind === 'signal') signals.push(event);
  };
  engine = await openUsbBoard({ camera: from, width, height, onEvent, log });
  return engine;
}

signal.before.each(() => {
  signals = [];
  warnings = [];
});

signal.after.each(async () => {
  camera.tell('whole');
  await engine?.stop();
  engine = undefined;
});

signal.after(() => camera.close());

/** Plays until pictures come. */
async function play(from: MediaEngine): Promise<Playing> {
  const playing = await playFrom(from);
  await until(() => playing.pictures() > 10, 'pictures');
  return playing;
}

const lost = (): readonly boolean[] => signals.map((one) => one.lost);
const isLost = (): boolean => signals.at(-1)?.lost === true;
const isPresent = (): boolean => signals.at(-1)?.lost === false;

signal('goes with the cable, and is back within 3 s of its return while the client stays', async () => {
  let plugged = Number.POSITIVE_INFINITY;
  let returned = 0;
  await losesAndRegains({
    open: (onEvent) =>
      openUsbBoard({
        camera,
        width: 640,
        height: 360,
        onEvent: (event) => {
          if (event.kind === 'signal' && !event.lost) returned = performance.now();
          onEvent(event);
        },
      }).then((opened) => {
        engine = opened;
        return opened;
      }),
    unplug: () => camera.tell('unplug'),
    plugIn: () => {
      plugged = performance.now();
      camera.tell('plug');
    },
  });
  assert.ok(returned - plugged < 3000, `${returned - plugged} ms`);
});

signal(
  'is lost when a camera freezes or delivers pictures with errors only, and returns with its pictures',
  async () => {
    const playing = await play(await open());
    for (const command of ['freeze', 'broken']) {
      camera.tell(command);
      await until(isLost, `the loss after ${command}`, 6000);
      assert.match(signals.at(-1)?.reason ?? '', /delivers no picture/);
      const before = playing.pictures();
      await until(() => playing.pictures() > before + 10, 'pictures go on');
      camera.tell('whole');
      await until(isPresent, 'the return', 12_000);
    }
    assert.equal(lost(), [false, true, false, true, false]);
    close(playing);
  },
);

signal('survives halves of JPEG pictures', async () => {
  const playing = await play(await open(camera, 1280, 720));
  camera.tell('cut');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  camera.tell('whole');
  const before = playing.pictures();
  await until(() => playing.pictures() > before + 20, 'pictures go on');
  await until(isPresent, 'the signal');
  close(playing);
});

signal('is lost while another program holds the camera, with one warning, and returns later', async () => {
  const options = ['-d', camera.path, '--stream-mmap'];
  const holder = spawn('v4l2-ctl', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve) => holder.stderr.once('data', () => resolve()));
  const playing = await play(await open());
  await until(isLost, 'the loss', 5000);
  assert.match(signals.at(-1)?.reason ?? '', /in use by v4l2-ctl \(process \d+\)/);
  // Time of a further attempt.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.is(warnings.filter((line) => line.includes('camera failed')).length, 1, warnings.join(''));
  holder.kill();
  await until(isPresent, 'the camera', 8000);
  close(playing);
});

signal('of one camera is independent of a second', async () => {
  const second = await UsbCamera.plug({ port: 1 });
  assert.is.not(second.path, camera.path);
  const playing = await play(await open());
  camera.tell('zoom_absolute 300');
  await second.close();
  const before = playing.pictures();
  await until(() => playing.pictures() > before + 10, 'pictures go on');
  assert.equal(lost(), [false]);
  close(playing);
});

signal.run();
