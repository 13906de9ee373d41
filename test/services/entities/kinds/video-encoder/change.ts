import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../../hal/boards/board.ts';
import { clip } from '../../../../../hal/boards/clip.ts';
import { defaultEntities } from '../../../../../services/entities/defaults.ts';
import type { VideoEncoderEntity } from '../../../../../services/entities/kinds/video-encoder/change.ts';
import {
  allowedEncoders,
  changeVideoEncoder,
  type VideoEncoderChange,
} from '../../../../../services/entities/kinds/video-encoder/change.ts';
import { fitVideoEncoder } from '../../../../../services/entities/kinds/video-encoder/fit.ts';
import type { MediaEntities } from '../../../../../services/entities/kinds.ts';
import { refusalOf } from '../../../events/refusals.ts';
import { deviceId, full } from '../../boards.ts';

const encoder = suite('video encoder');

function firstOf(board: Board): VideoEncoderEntity {
  const [first] = defaultEntities({ board, deviceId }).VideoEncoder;
  if (first === undefined) throw new Error('no encoder');
  return first;
}

const present = firstOf(full);
const same: VideoEncoderChange = { encoding: 'H264', width: 1280, height: 720, quality: 50 };

const allowed: readonly (readonly [wish: Partial<VideoEncoderChange>, becomes: Partial<VideoEncoderEntity>])[] = [
  [{}, {}],
  [{ name: '' }, { name: '' }],
  [{ name: 'x'.repeat(64) }, { name: 'x'.repeat(64) }],
  [
    { width: 640, height: 360 },
    { width: 640, height: 360 },
  ],
  [{ quality: 0 }, { quality: 0 }],
  [{ quality: 100 }, { quality: 100 }],
  [{ govLength: 1 }, { govLength: 1 }],
  [{ govLength: 300 }, { govLength: 300 }],
  [{ profile: 'Baseline' }, { profile: 'Baseline' }],
  [{ profile: 'High' }, { profile: 'High' }],
  [{ constantBitRate: false }, { constantBitRate: false }],
  [
    { encoding: 'H265', bitrate: 16_000 },
    { codec: 'H265', bitrate: 8000 },
  ],
  [
    { encoding: 'H265', profile: 'Main10' },
    { codec: 'H265', profile: 'Main10' },
  ],
  [
    { encoding: 'JPEG', govLength: 60, profile: 'Main', constantBitRate: true },
    { codec: 'JPEG', govLength: 1, profile: undefined, constantBitRate: false, frameRate: 15 },
  ],
  [
    { encoding: 'MPV4-ES', profile: 'AdvancedSimple' },
    { codec: 'MPV4-ES', profile: 'AdvancedSimple' },
  ],
  [{ encoding: 'MPV4-ES' }, { codec: 'MPV4-ES', profile: 'Simple' }],
  [{ frameRate: 25 }, { frameRate: 25 }],
  [{ frameRate: 24 }, { frameRate: 25 }],
  [{ frameRate: 0.01 }, { frameRate: 1 }],
  [{ frameRate: 60 }, { frameRate: 30 }],
  [{ frameRate: 1e30 }, { frameRate: 30 }],
  [{ frameRate: Number.POSITIVE_INFINITY }, { frameRate: 30 }],
  [{ bitrate: 64 }, { bitrate: 64 }],
  [{ bitrate: 0 }, { bitrate: 64 }],
  [{ bitrate: -1 }, { bitrate: 64 }],
  [{ bitrate: 2_147_483_647 }, { bitrate: 16_000 }],
  [{ sessionTimeout: 0 }, { sessionTimeout: 10 }],
  [{ sessionTimeout: 10.4 }, { sessionTimeout: 10 }],
  [{ sessionTimeout: 90 }, { sessionTimeout: 90 }],
  [{ sessionTimeout: 1e9 }, { sessionTimeout: 3600 }],
];

const show = (value: object): string => JSON.stringify(value).slice(0, 60);

for (const [wish, becomes] of allowed) {
  encoder(`${show(wish)} becomes ${show(becomes)}, and nothing else changes`, () => {
    assert.equal(changeVideoEncoder(present, { ...same, ...wish }, full.encoders), { ...present, ...becomes });
  });
}

const refused: readonly Partial<VideoEncoderChange>[] = [
  { encoding: 'JPEG', quality: 91 },
  { encoding: 'AV1' },
  { encoding: 'H265', profile: 'High' },
  { encoding: 'h264' },
  { encoding: '' },
  { width: 1280, height: 360 },
  { width: 1920, height: 1080 },
  { width: 0, height: 0 },
  { name: 'x'.repeat(65) },
  { quality: -0.1 },
  { quality: 100.1 },
  { quality: Number.NaN },
  { govLength: 0 },
  { govLength: 301 },
  { profile: 'Extended' },
  { profile: 'main' },
  { profile: '' },
  { frameRate: 0 },
  { frameRate: -1 },
  { frameRate: Number.NaN },
];

for (const wish of refused) {
  encoder(`${show(wish)} is ConfigModify`, async () => {
    assert.is(await refusalOf(() => changeVideoEncoder(present, { ...same, ...wish }, full.encoders)), 'ConfigModify');
  });
}

encoder('a bit rate that the encoder cannot keep at a size and rate goes to the least that it can', () => {
  const [able] = full.encoders;
  if (able === undefined) throw new Error('no encoder');
  const jpeg = { ...able, codec: 'JPEG', profiles: [], constantBitRate: false, leastBits: 0.5 } as const;
  const wish = { encoding: 'JPEG', quality: 50, frameRate: 10, bitrate: 64 };
  const rate = (width: number, height: number): number =>
    changeVideoEncoder(present, { ...wish, width, height }, [jpeg]).bitrate;
  assert.equal([rate(320, 180), rate(640, 360), rate(1280, 720)], [288, 1152, 4608]);
  assert.is(changeVideoEncoder(present, { ...wish, width: 320, height: 180, bitrate: 3000 }, [jpeg]).bitrate, 3000);
});

encoder('a board without choice keeps its one setting', () => {
  const wish = { ...same, frameRate: 15, bitrate: 800 };
  assert.equal(changeVideoEncoder(firstOf(clip), wish, clip.encoders), firstOf(clip));
});

encoder('there and back to H.264 leaves a stream that plays', () => {
  const jpeg = changeVideoEncoder(present, { ...same, encoding: 'JPEG' }, full.encoders);
  const { profile, constantBitRate } = changeVideoEncoder(jpeg, same, full.encoders);
  assert.equal([profile, constantBitRate], ['Main', true]);
});

encoder('the last H.264 encoder of all profiles stays one, any other may be any codec', () => {
  const codecs = (entities: MediaEntities, token?: string): readonly string[] =>
    allowedEncoders(entities, full.encoders, token).map(({ codec }) => codec);
  const all = full.encoders.map(({ codec }) => codec);
  const initial = defaultEntities({ board: full, deviceId });
  const [main, ...others] = initial.VideoEncoder;
  if (main === undefined) throw new Error('no encoder');
  assert.equal(codecs(initial, main.token), all);
  const one: MediaEntities = { ...initial, VideoEncoder: [{ ...main, codec: 'H265' }, ...others] };
  assert.equal([codecs(one, 'VideoEncoder2'), codecs(one, main.token)], [['H264'], all]);
  assert.equal([codecs(one, 'VideoEncoder3'), codecs(one)], [all, all]);
});

const [h264, h265, jpeg, mpeg4] = full.encoders;
if (h264 === undefined || h265 === undefined || jpeg === undefined || mpeg4 === undefined)
  throw new Error('no encoders');
type Options = Parameters<typeof fitVideoEncoder>[1];

const fits: readonly (readonly [
  what: string,
  offered: Options,
  set: Partial<VideoEncoderEntity>,
  becomes: Partial<VideoEncoderEntity>,
])[] = [
  ['a codec that is not offered becomes H.264, wherever that stands', [jpeg, h264], { codec: 'H265' }, {}],
  ['without H.264 it becomes the first', [h265, mpeg4], {}, { codec: 'H265', bitrate: 4000 }],
  [
    'JPEG that becomes H.264 has a key frame every two seconds',
    [h264],
    { codec: 'JPEG', govLength: 1, profile: undefined, constantBitRate: false, frameRate: 15 },
    { codec: 'H264', govLength: 30, profile: 'Main', constantBitRate: true, frameRate: 15 },
  ],
  [
    'what becomes JPEG has the rate and the quality of JPEG',
    [jpeg],
    { quality: 95, bitrate: 64 },
    {
      ...{ codec: 'JPEG', govLength: 1, profile: undefined, constantBitRate: false },
      ...{ frameRate: 15, quality: 90, bitrate: 256 },
    },
  ],
  [
    'a profile that is not offered becomes Main',
    [{ ...h264, profiles: ['Baseline', 'Main'] }],
    { profile: 'High' },
    {},
  ],
  ['a profile without Main becomes the first', [{ ...h264, profiles: ['High'] }], {}, { profile: 'High' }],
  ['a bit rate is brought into range', [{ ...h264, bitrate: { min: 64, max: 512 } }], {}, { bitrate: 512 }],
  ['a GOP is brought into range', [{ ...h264, govLength: { min: 1, max: 50 } }], {}, { govLength: 50 }],
  ['a quality is brought into range', [{ ...h264, quality: { min: 60.5, max: 90 } }], {}, { quality: 60.5 }],
  ['a frame rate goes to the nearest', [{ ...h264, frameRates: [10, 20] }], { frameRate: 16 }, { frameRate: 20 }],
  ['a constant rate becomes a variable one', [{ ...h264, constantBitRate: false }], {}, { constantBitRate: false }],
  [
    'a variable rate stays one',
    [{ ...h264, profiles: ['Main'] }],
    { constantBitRate: false, profile: 'High' },
    {
      constantBitRate: false,
    },
  ],
  [
    'a size goes to the nearest in pixels',
    [{ ...h264, resolutions: h264.resolutions.slice(0, 3) }],
    {},
    { width: 800, height: 448 },
  ],
  [
    'of two sizes with as many pixels the same one stays',
    [{ ...h264, bitrate: { min: 1, max: 2 }, resolutions: [{ width: 360, height: 640 }, ...h264.resolutions] }],
    { width: 640, height: 360 },
    { width: 640, height: 360, bitrate: 2 },
  ],
];

for (const [what, offered, set, becomes] of fits)
  encoder(what, () => {
    const stored = { ...present, ...set };
    const fitted = fitVideoEncoder(stored, offered);
    const left = { ...present, ...becomes };
    assert.equal(fitted, left);
    assert.is(fitVideoEncoder(fitted, offered), fitted, 'it fits now');
  });

encoder('what is among the options is the same object, as is everything where there are none', () => {
  for (const options of [full.encoders, [h264], []]) assert.is(fitVideoEncoder(present, options), present);
  const h265Stream = changeVideoEncoder(present, { ...same, encoding: 'H265' }, full.encoders);
  for (const options of [full.encoders, []]) assert.is(fitVideoEncoder(h265Stream, options), h265Stream);
});

encoder.run();
