import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { VideoEncoder } from '../../../hal/codecs/encoder.ts';
import { videoFormats } from '../../../hal/codecs/video-formats.ts';
import { noOsd, type VideoCodec, type VideoEncoderState, type VideoProfile } from '../../../hal/ports/media-engine.ts';

const formats = suite('encoder catalogue');

const base: VideoEncoderState = {
  id: 'VideoEncoder1',
  source: 'VideoSource1',
  codec: 'H264',
  width: 1280,
  height: 720,
  frameRate: 30,
  bitrate: 2500,
  constantBitRate: true,
  govLength: 45,
  profile: 'Main',
  quality: 60,
  osd: noOsd,
};

const every = Object.values(videoFormats).flatMap((format) => format.encoders.map((encoder) => ({ format, encoder })));

function encoderOf(codec: VideoCodec, element: string): VideoEncoder {
  const found = videoFormats[codec].encoders.find((encoder) => encoder.element === element);
  if (found === undefined) throw new Error(`no ${element}`);
  return found;
}

formats('have each element once, last in the launch text and named `encoder`', () => {
  for (const { encoder } of every) {
    const last = encoder.launch(base).split(' ! ').at(-1) ?? '';
    assert.ok(last.startsWith(`${encoder.element} name=encoder`), last);
  }
  assert.is(new Set(every.map(({ encoder }) => encoder.element)).size, every.length);
});

formats('have the default profile in every encoder', () => {
  for (const { format, encoder } of every)
    if (format.defaultProfile !== undefined) assert.type(encoder.profiles[format.defaultProfile], 'string');
});

formats('have abilities with ranges that fit a picture', () => {
  for (const { encoder } of every) {
    const { rates, govLength, bitrate, width, height, pixelRate = Number.POSITIVE_INFINITY } = encoder.abilities;
    assert.ok(rates.length > 0, encoder.element);
    for (const { min, max } of [govLength, bitrate, width, height]) assert.ok(min >= 1 && max > min, encoder.element);
    assert.ok(width.min <= 640 && width.max >= 1280 && height.min <= 360, encoder.element);
    assert.ok(pixelRate >= 1280 * 720 * 30, encoder.element);
  }
});

formats('have no numbers in the launch text, so that few pipelines are built', () => {
  const other = { ...base, bitrate: 777, govLength: 77, quality: 7, width: 640, height: 360 };
  for (const { encoder } of every) assert.is(encoder.launch(base), encoder.launch(other));
});

formats('set every live property at the start as well', () => {
  for (const { encoder } of every) {
    const atStart = encoder.settings(base);
    for (const live of Object.values(encoder.live))
      for (const name of Object.keys(live(base))) assert.ok(name in atStart, `${encoder.element} ${name}`);
  }
});

formats('of the Raspberry Pi set rate and GOP length as controls, profile and level by caps', () => {
  const encoder = encoderOf('H264', 'v4l2h264enc');
  assert.equal(encoder.texts?.(base), {
    'extra-controls':
      'controls,repeat_sequence_header=1,video_bitrate_mode=0,video_bitrate=2500000,' +
      'h264_i_frame_period=45,video_gop_size=45',
  });
  for (const [bitrate, set] of [
    [25, 25_000],
    [64, 75_000],
    [62, 50_000],
    [1012, 1_000_000],
  ] as const)
    assert.match(encoder.texts?.({ ...base, bitrate })['extra-controls'] ?? '', new RegExp(`video_bitrate=${set},`));
  for (const fields of Object.values(encoder.profiles)) assert.match(fields, /^profile=[a-z-]+,level=\(string\)4$/);
  assert.equal(encoderOf('JPEG', 'v4l2jpegenc').texts?.({ ...base, quality: 0 }), {
    'extra-controls': 'controls,compression_quality=5',
  });
});

const jetson: readonly (readonly [VideoProfile, boolean, string])[] = [
  ['Baseline', true, 'control-rate=1 profile=0'],
  ['Main', false, 'control-rate=0 profile=2'],
  ['High', true, 'control-rate=1 profile=4'],
];

for (const [profile, constantBitRate, expected] of jetson)
  formats(`of the Jetson set ${profile} by a property and read pictures from NVIDIA memory`, () => {
    const launch = encoderOf('H264', 'nvv4l2h264enc').launch({ ...base, profile, constantBitRate });
    assert.ok(launch.endsWith(expected), launch);
    assert.ok(launch.startsWith('nvvidconv ! video/x-raw(memory:NVMM),format=NV12 ! '), launch);
  });

formats('of the Jetson start anew for another bit rate, which the element takes only before it plays', () => {
  for (const encoder of [encoderOf('H264', 'nvv4l2h264enc'), encoderOf('H265', 'nvv4l2h265enc')])
    assert.equal(encoder.live, {});
});

formats('of the Jetson set bits a second and make each intra frame a key frame', () => {
  for (const encoder of [encoderOf('H264', 'nvv4l2h264enc'), encoderOf('H265', 'nvv4l2h265enc')])
    assert.equal(encoder.settings(base), { bitrate: 2_500_000, iframeinterval: 45, idrinterval: 45 });
});

formats.run();
