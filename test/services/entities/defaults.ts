import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip } from '../../../hal/boards/clip.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { useCount } from '../../../services/entities/kinds.ts';
import { pictured } from '../../../services/entities/profiles.ts';
import { multicastTracks } from '../../../services/entities/streams/media-state.ts';
import { multicastPlan } from '../../../services/entities/streams/multicast.ts';
import { deviceId, full, plain } from './boards.ts';

const defaults = suite('default entities');

for (const board of [plain, full, virtual, clip]) {
  defaults(`${board.name}: every profile is fixed, can be streamed, and lies within what the board can do`, () => {
    const entities = defaultEntities({ board, deviceId });
    const able = board.encoders.find((one) => one.codec === 'H264');
    if (able === undefined) throw new Error('no H.264');
    for (const { token, fixed } of entities.profiles) {
      assert.ok(fixed);
      assert.is(useCount(entities, 'VideoEncoder', pictured(entities, token).encoder), 1);
    }
    for (const { codec, width, height, frameRate, bitrate, govLength, quality, profile } of entities.VideoEncoder) {
      assert.is(codec, 'H264');
      assert.ok(able.resolutions.some((one) => one.width === width && one.height === height));
      assert.ok(able.frameRates.includes(frameRate));
      assert.ok(bitrate >= able.bitrate.min && bitrate <= able.bitrate.max);
      assert.ok(govLength >= able.govLength.min && govLength <= able.govLength.max);
      assert.ok(quality >= able.quality.min && quality <= able.quality.max);
      assert.ok(profile !== undefined && able.profiles.includes(profile));
    }
  });

  defaults(`${board.name}: each stream has a group and a port of its own, and none is started`, () => {
    const entities = defaultEntities({ board, deviceId });
    const plans = [...entities.VideoEncoder, ...entities.AudioEncoder, ...entities.Metadata].map(multicastPlan);
    assert.not.ok(plans.includes(undefined));
    for (const part of ['address', 'port'] as const)
      assert.is(new Set(plans.map((plan) => plan?.[part])).size, plans.length);
    assert.equal(multicastTracks(entities), []);
  });
}

defaults('clients find a main and a sub stream, the larger one first', () => {
  const { profiles, VideoEncoder } = defaultEntities({ board: plain, deviceId });
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
  const { profiles } = defaultEntities({
    board: { ...plain, encoderInstances: { total: 1, H264: 1, JPEG: 0 } },
    deviceId,
  });
  assert.is(profiles.length, 1);
});

defaults('a board without a camera or without an encoder is refused', () => {
  assert.throws(
    () => defaultEntities({ board: { ...plain, sources: [] }, deviceId }),
    'board plain has no video source',
  );
  assert.throws(
    () => defaultEntities({ board: { ...plain, encoders: [] }, deviceId }),
    'board plain has no video encoder',
  );
});

defaults('profiles have sound, a speaker and metadata where the board has them', () => {
  const kinds = (board: typeof plain): readonly (readonly string[])[] =>
    defaultEntities({ board, deviceId }).profiles.map(({ configurations }) => Object.keys(configurations).sort());
  const all = [
    'Analytics',
    'AudioDecoder',
    'AudioEncoder',
    'AudioOutput',
    'AudioSource',
    'Metadata',
    'VideoEncoder',
    'VideoSource',
  ];
  assert.equal(kinds(full), [all, all]);
  const silent = ['Analytics', 'Metadata', 'VideoEncoder', 'VideoSource'];
  assert.equal(kinds(plain), [silent, silent]);
  const { audioOutputs } = plain;
  const deaf = all.filter((kind) => !/Output|Decoder/.test(kind));
  assert.equal(kinds({ ...full, audioOutputs }), [deaf, deaf]);
});

defaults('there are as many encoder configurations as can run at once, two of them in profiles', () => {
  const { VideoEncoder, profiles } = defaultEntities({ board: full, deviceId });
  assert.equal(
    VideoEncoder.map(({ name }) => name),
    ['main', 'sub', 'third'],
  );
  assert.is(profiles.length, 2);
});

defaults('a board without H.264 shows what it has', () => {
  const encoders = full.encoders.filter(({ codec }) => codec === 'JPEG');
  const { VideoEncoder, profiles } = defaultEntities({ board: { ...full, encoders }, deviceId });
  assert.equal([VideoEncoder[0]?.codec, VideoEncoder[0]?.profile, profiles.length], ['JPEG', undefined, 2]);
});

defaults('two cameras do not send to the same groups', () => {
  const groups = (id: string): readonly string[] =>
    defaultEntities({ board: full, deviceId: id }).VideoEncoder.map(({ multicast }) => multicast.address);
  assert.equal(groups('a'), groups('a'));
  assert.is(new Set([...groups('a'), ...groups('b')]).size, 6);
});

defaults.run();
