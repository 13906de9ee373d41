import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip } from '../../../hal/boards/clip.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { useCount } from '../../../services/entities/model.ts';
import { streamable } from '../../../services/entities/profiles.ts';
import { encoderCapabilities } from '../../../services/entities/video-encoder.ts';

const defaults = suite('default entities');

for (const board of [virtual, clip]) {
  defaults(`${board.name}: every profile is fixed, can be streamed, and lies within what the board can do`, () => {
    const entities = defaultEntities(board);
    const able = encoderCapabilities(board, 'H264');
    for (const { token, fixed } of entities.profiles) {
      assert.ok(fixed);
      assert.is(useCount(entities, 'VideoEncoder', streamable(entities, token).encoder), 1);
    }
    for (const { width, height, frameRate, bitrate, govLength, quality, profile } of entities.VideoEncoder) {
      assert.ok(able.resolutions.some((one) => one.width === width && one.height === height));
      assert.ok(able.frameRates.includes(frameRate));
      assert.ok(bitrate >= able.bitrate.min && bitrate <= able.bitrate.max);
      assert.ok(govLength >= able.govLength.min && govLength <= able.govLength.max);
      assert.ok(quality >= able.quality.min && quality <= able.quality.max);
      assert.ok(able.profiles.includes(profile));
    }
  });
}

defaults('clients find a main and a sub stream, the larger one first', () => {
  const { profiles, VideoEncoder } = defaultEntities(virtual);
  assert.equal(
    profiles.map(({ name }) => name),
    ['mainStream', 'subStream'],
  );
  assert.equal(
    VideoEncoder.map(({ width, height, frameRate }) => [width, height, frameRate]),
    [
      [1280, 720, 30],
      [640, 360, 15],
    ],
  );
});

defaults('a board with one encoder instance gets one profile', () => {
  const { profiles } = defaultEntities({ ...virtual, encoderInstances: { total: 1, H264: 1, JPEG: 0 } });
  assert.is(profiles.length, 1);
});

defaults('a board without a camera or without an encoder is refused', () => {
  assert.throws(() => defaultEntities({ ...virtual, sources: [] }), 'board virtual has no video source');
  assert.throws(() => defaultEntities({ ...virtual, encoders: [] }), 'board virtual has no H264 encoder');
});

defaults.run();
