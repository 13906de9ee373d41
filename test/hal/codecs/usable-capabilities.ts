import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { h264 } from '../../../hal/codecs/h264.ts';
import { usableCapabilities, usableWith } from '../../../hal/codecs/usable-capabilities.ts';
import type { VideoEncoderCapabilities } from '../../../hal/ports/media-engine.ts';

const offered = suite('usable capabilities');

const capabilities: VideoEncoderCapabilities = {
  codec: 'H264',
  resolutions: [
    { width: 640, height: 360 },
    { width: 1920, height: 1080 },
    { width: 3840, height: 2160 },
  ],
  frameRates: [10, 30, 60],
  bitrate: { min: 1, max: 100_000 },
  govLength: { min: 1, max: 5000 },
  quality: { min: 0, max: 100 },
  profiles: ['Baseline', 'Main', 'High', 'Extended'],
  constantBitRate: true,
};

const pi = h264.encoders.find(({ element }) => element === 'v4l2h264enc');
if (pi === undefined) throw new Error('no v4l2h264enc');

offered('are common to board and encoder', () => {
  assert.equal(usableWith(capabilities, pi), {
    ...capabilities,
    resolutions: capabilities.resolutions.slice(0, 2),
    frameRates: [10, 30],
    bitrate: { min: 25, max: 25_000 },
    govLength: { min: 1, max: 1000 },
    profiles: ['Baseline', 'Main', 'High'],
    constantBitRate: false,
  });
});

offered('leave out a codec without common profile, size or rate', () => {
  assert.is(usableWith({ ...capabilities, profiles: ['Extended'] }, pi), undefined);
  assert.is(usableWith({ ...capabilities, resolutions: [{ width: 3840, height: 2160 }] }, pi), undefined);
  assert.is(usableWith({ ...capabilities, frameRates: [60] }, pi), undefined);
  assert.is(usableWith({ ...capabilities, bitrate: { min: 30_000, max: 40_000 } }, pi), undefined);
  assert.is(usableWith({ ...capabilities, govLength: { min: 2000, max: 3000 } }, pi), undefined);
});

offered('leave out a codec whose encoders all fail, and keep one that needs none', () => {
  const [x264] = h264.encoders.filter(({ element }) => element === 'x264enc');
  const left = usableCapabilities(virtual.encoders, (codec) =>
    codec === 'H265' ? null : codec === 'H264' ? x264 : undefined,
  );
  assert.equal(
    left,
    virtual.encoders.filter(({ codec }) => codec !== 'H265'),
  );
});

offered.run();
