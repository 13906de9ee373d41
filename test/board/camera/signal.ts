// time limit: 240 s
// devices: camera
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine, MediaEngineEvent } from '../../../hal/ports/media-engine.ts';
import { losesAndRegains, type Signal, tellsPresenceUnused } from '../../hal/gstreamer/losing-camera.ts';
import { until } from '../../until.ts';
import { close, play } from './playing.ts';
import { openBoard, plugIn, setControl, streamElsewhere, unplug } from './vivid.ts';

const signal = suite('signal of a V4L2 camera');
let engine: MediaEngine | undefined;
let signals: Signal[] = [];

async function open(onEvent?: (event: MediaEngineEvent) => void): Promise<MediaEngine> {
  engine = await openBoard(onEvent ?? ((event) => event.kind === 'signal' && signals.push(event)));
  return engine;
}

signal.before.each(() => {
  signals = [];
});

signal.after.each(async () => {
  plugIn();
  await engine?.stop();
  setControl('Percentage of Dropped Buffers', 0);
});

function lost(): readonly boolean[] {
  return signals.map((one) => one.lost);
}

signal('continues a stream while its camera is unplugged, and uses the camera within 3 s of its return', () =>
  losesAndRegains({ open, unplug, plugIn }),
);

signal('reports the presence of a camera without a stream', () => tellsPresenceUnused({ open, unplug, plugIn }));

signal('is lost within seconds when a camera stops delivering, and returns', async () => {
  const playing = await play(await open());
  await until(() => playing.pictures() > 10, 'pictures');
  setControl('Percentage of Dropped Buffers', 100);
  await until(() => signals.at(-1)?.lost === true, 'the loss', 5000);
  assert.match(signals.at(-1)?.reason ?? '', /\/dev\/video0 delivers no picture/);
  const before = playing.pictures();
  await until(() => playing.pictures() > before + 20, 'pictures go on');
  setControl('Percentage of Dropped Buffers', 0);
  await until(() => signals.at(-1)?.lost === false, 'the return', 8000);
  assert.equal(lost(), [false, true, false]);
  close(playing);
});

for (const button of ['Disconnect', 'Inject Fatal Streaming Error'])
  signal(`recovers from the button "${button}" of a streaming camera`, async () => {
    const playing = await play(await open());
    await until(() => playing.pictures() > 10, 'pictures');
    setControl(button, 1);
    await until(() => signals.at(-1)?.lost === true, 'the loss', 5000);
    const returned = performance.now();
    await until(() => signals.at(-1)?.lost === false, 'the return', 8000);
    assert.ok(performance.now() - returned < 3000);
    const before = playing.pictures();
    await until(() => playing.pictures() > before + 20, 'pictures go on');
    assert.equal(lost(), [false, true, false]);
    close(playing);
  });

signal('stays when a format that does not start is replaced by the next', async () => {
  const started = await open();
  setControl('Inject VIDIOC_STREAMON Error', 1);
  const playing = await play(started);
  await until(() => playing.pictures() > 10, 'pictures');
  assert.equal(lost(), [false]);
  close(playing);
});

signal('is lost while another program uses the camera, which is named, and returns later', async () => {
  const end = await streamElsewhere();
  const playing = await play(await open());
  await until(() => signals.at(-1)?.lost === true, 'the loss', 5000);
  assert.match(signals.at(-1)?.reason ?? '', /\/dev\/video0 is in use by v4l2-ctl \(process \d+\)/);
  await end();
  await until(() => signals.at(-1)?.lost === false, 'the camera', 4000);
  close(playing);
});

const absent: readonly [string, RegExp][] = [
  [
    '/dev/video42',
    /no camera at \/dev\/video42: is it plugged in\? `v4l2-ctl --list-devices` shows \/dev\/video0 \(vivid\)/,
  ],
  ['card:Nonesuch', /no camera for "card:Nonesuch"/],
  ['/dev/null', /\/dev\/null is not a V4L2 device/],
];

for (const [device, reason] of absent)
  signal(`a stream of ${device} shows NO SIGNAL from the start, with the reason`, async () => {
    engine = await openBoard((event) => event.kind === 'signal' && signals.push(event), { driver: 'v4l2', device });
    const playing = await play(engine);
    await until(() => playing.pictures() > 10, 'pictures');
    assert.equal(lost(), [true]);
    assert.match(signals[0]?.reason ?? '', reason);
    close(playing);
  });

signal.run();
