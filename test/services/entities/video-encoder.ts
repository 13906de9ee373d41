import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { clip } from '../../../hal/boards/clip.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import type { MediaEntities, VideoEncoderEntity } from '../../../services/entities/model.ts';
import {
  allowedEncoders,
  changeVideoEncoder,
  type VideoEncoderChange,
} from '../../../services/entities/video-encoder.ts';
import { refusalOf } from '../events/refusals.ts';
import { deviceId, full } from './boards.ts';

const encoder = suite('video encoder');

function firstOf(board: Board): VideoEncoderEntity {
  const [first] = defaultEntities(board, deviceId).VideoEncoder;
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
    allowedEncoders(entities, full, token).map(({ codec }) => codec);
  const all = full.encoders.map(({ codec }) => codec);
  const initial = defaultEntities(full, deviceId);
  const [main, ...others] = initial.VideoEncoder;
  if (main === undefined) throw new Error('no encoder');
  assert.equal(codecs(initial, main.token), all);
  const one: MediaEntities = { ...initial, VideoEncoder: [{ ...main, codec: 'H265' }, ...others] };
  assert.equal([codecs(one, 'VideoEncoder2'), codecs(one, main.token)], [['H264'], all]);
  assert.equal([codecs(one, 'VideoEncoder3'), codecs(one)], [all, all]);
});

encoder.run();
