// devices: camera
import './vicodec-registry.ts';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DriverControl, refusedControl, withControls } from '../../../hal/codecs/driver-controls.ts';
import type { VideoEncoder } from '../../../hal/codecs/encoder.ts';
import { h264 } from '../../../hal/codecs/h264.ts';
import { openVideoCapture } from '../../../hal/gstreamer/capture/capture.ts';
import { EncodedStream } from '../../../hal/gstreamer/encode/encoded-stream.ts';
import { EncoderChoice } from '../../../hal/gstreamer/encode/encoder-choice.ts';
import { encoderPlan } from '../../../hal/gstreamer/encode/video-stream.ts';
import { firstWorking } from '../../../hal/gstreamer/encode/working-encoders.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import { transports } from '../../../hal/native/transports.ts';
import { type MediaEngineEvent, noMasks, type VideoEncoderState } from '../../../hal/ports/media-engine.ts';
import { distance } from '../../hal/rtp-packets.ts';
import { InterleavedReceiver } from '../../hal/rtp-receivers.ts';
import { subEncoder } from '../../hal/running-engine.ts';
import { until } from '../../until.ts';
import { removeCodec, returnCodec } from './vicodec.ts';

const encoders = suite('encoder of a kernel driver');
const log = pino({ level: process.env.VEDETTE_TEST_LOG ?? 'silent' });
const alive = setInterval(() => undefined, 1000);

encoders.after(() => {
  clearInterval(alive);
  returnCodec();
});

const x264 = h264.encoders.find(({ element }) => element === 'x264enc');
if (x264 === undefined) throw new Error('no x264enc');

/** Encoder with the kernel's codec in its path, since no client plays FWHT itself. */
function throughDriver(element: string, controls: readonly DriverControl[]): VideoEncoder {
  const { texts, controls: read } = withControls<VideoEncoderState>(() => controls);
  return {
    ...(x264 as VideoEncoder),
    element,
    launch: (state) =>
      `v4l2fwhtenc name=encoder extra-controls="${texts(state)['extra-controls']}" ! v4l2fwhtdec ! videoconvert ` +
      '! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=30',
    settings: () => ({}),
    controls: read,
    live: {},
  };
}

/** Controls that the codec has, by one of their names. */
const taken: readonly DriverControl[] = [
  { names: ['h264_i_frame_period', 'video_gop_size'], value: 10, required: true },
  { names: ['fwht_i_frame_qp_value'], value: 20, required: true },
];

/** Runs the codec with extra controls. Returns those in force. */
function inForce(extra: string): Promise<string> {
  const source = 'videotestsrc num-buffers=4 ! video/x-raw,format=I420,width=640,height=360,framerate=15/1';
  const launch = `${source} ! v4l2fwhtenc name=encoder extra-controls="controls,${extra}" ! fakesink name=sink`;
  return new Promise((resolve, reject) => {
    addon.tryPipeline(launch, 10, (reason, controls = '') =>
      reason === '' ? resolve(controls) : reject(new Error(reason)),
    );
  });
}

encoders('is read back: unknown controls are missing, numbers out of range are changed', async () => {
  assert.is(await inForce('video_gop_size=7,no_such_control=1'), 'video_gop_size=7\n');
  assert.is(await inForce('video_gop_size=500'), 'video_gop_size=16\n');
  assert.match(refusedControl(taken, await inForce('video_gop_size=10')) ?? '', /no control fwht_i_frame_qp_value/);
});

const tries: readonly [string, VideoEncoder, string][] = [
  ['is used when its driver takes all controls', throughDriver('v4l2fwhtenc', taken), 'v4l2fwhtenc'],
  [
    'is not used when its driver has no bit rate',
    throughDriver('v4l2fwhtdec', [{ names: ['video_bitrate'], value: 1_000_000, required: true }]),
    'x264enc',
  ],
  [
    'is not used when its driver changes a control',
    throughDriver('videotestsrc', [{ names: ['video_gop_size'], value: 300, required: true }]),
    'x264enc',
  ],
];

for (const [what, encoder, element] of tries)
  encoders(what, async () => {
    const format = { ...h264, encoders: [encoder, x264] };
    const chosen = await firstWorking(format, undefined, { log, onFailure: () => undefined });
    assert.is(chosen?.element, element);
  });

encoders('is replaced by another when its device is lost, while the client keeps its session', async () => {
  const state = { ...subEncoder, id: 'Driven', width: 640, height: 360 };
  const events: MediaEngineEvent[] = [];
  // The board on QEMU is slow.
  const limits = { ...engineLimits, play: 20_000 };
  const reporting = { limits, log, onEvent: (event: MediaEngineEvent) => events.push(event) };
  const source = { id: 'VideoSource1', width: 640, height: 360, frameRate: 15, masks: noMasks };
  addon.setMasks(source.id, noMasks);
  const capture = openVideoCapture({ driver: 'virtual' }, source, reporting);
  const choice = new EncoderChoice<VideoEncoder>('H264', [throughDriver('v4l2fwhtenc', taken), x264], undefined);
  const stream = new EncodedStream<VideoEncoderState>({
    ...reporting,
    capture,
    state,
    kind: {
      clockRate: 90_000,
      unit: 'picture',
      encoders: choice,
      plan: (now) => encoderPlan(now, capture, h264, choice.current),
      describe: () => undefined,
    },
  });
  const receiver = await InterleavedReceiver.open(transports);
  const subscription = stream.subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  const pictures = (): number => receiver.rtp.filter(({ marker }) => marker).length;
  await until(() => pictures() > 10, 'pictures of the codec');
  assert.is(choice.current.element, 'v4l2fwhtenc');
  assert.is(addon.encoderControls(state.id), 'video_gop_size=10\nfwht_i_frame_qp_value=20\n');
  removeCodec();
  await until(() => choice.current.element === 'x264enc', 'the next encoder');
  const before = pictures();
  await until(() => pictures() > before + 10, 'pictures of the next encoder');
  receiver.rtp.forEach((packet, index) => {
    const last = receiver.rtp[index - 1];
    if (last !== undefined) assert.is(distance(last.sequence, packet.sequence, 16), 1, 'the sequence is unbroken');
  });
  assert.ok(events.some(({ kind }) => kind === 'pipeline-failed'));
  subscription.close();
  receiver.close();
  stream.close();
  capture.close();
});

encoders.run();
