import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { mediaState, streamPaths } from '../../../services/entities/media-state.ts';
import { addConfiguration, createProfile, removeConfiguration } from '../../../services/entities/profiles.ts';

const state = suite('media state');

const initial = defaultEntities(virtual);

state('tells the engine each source and each encoder, joined as the profiles join them', () => {
  const { sources, encoders } = mediaState(initial, virtual);
  assert.equal(sources, [{ id: 'VideoSource1', width: 1280, height: 720, frameRate: 30 }]);
  assert.equal(
    encoders.map(({ id, source }) => [id, source]),
    [
      ['VideoEncoder1', 'VideoSource1'],
      ['VideoEncoder2', 'VideoSource1'],
    ],
  );
  assert.equal(encoders[0], {
    id: 'VideoEncoder1',
    source: 'VideoSource1',
    codec: 'H264',
    width: 1280,
    height: 720,
    frameRate: 30,
    bitrate: 4000,
    constantBitRate: true,
    govLength: 60,
    profile: 'Main',
    quality: 50,
  });
});

state('an encoder that no profile uses takes the first source', () => {
  const { encoders } = mediaState(removeConfiguration(initial, 'Profile1', 'VideoEncoder'), virtual);
  assert.is(encoders[0]?.source, 'VideoSource1');
});

state('a second camera feeds the encoders of its profiles', () => {
  const second = { id: 'Second', camera: { driver: 'virtual' }, width: 1280, height: 720, frameRate: 30 } as const;
  const board = { ...virtual, sources: [...virtual.sources, second] };
  const VideoSource = [...initial.VideoSource, { token: 'S2', name: 's2', source: 'Second' }];
  const entities = addConfiguration({ ...initial, VideoSource }, 'Profile2', 'VideoSource', 'S2');
  const { sources, encoders } = mediaState(entities, board);
  assert.is(sources.length, 2);
  assert.equal(
    encoders.map(({ source }) => source),
    ['VideoSource1', 'Second'],
  );
});

state('names and timeouts, which the engine does not run, do not reach it', () => {
  const renamed = initial.VideoEncoder.map((one) => ({ ...one, name: 'other', sessionTimeout: 10 }));
  assert.equal(mediaState({ ...initial, VideoEncoder: renamed }, virtual), mediaState(initial, virtual));
});

const path = (token: string, name: string, encoder: string): object => ({
  path: token,
  name,
  tracks: [{ stream: encoder, multicast: undefined, srtp: 'NONE' }],
  backchannel: undefined,
  sessionTimeout: 60,
});

state('has a path for each profile that can be streamed', () => {
  const { next } = createProfile(initial, 'empty', 'Third');
  assert.equal(streamPaths(next), [
    path('Profile1', 'mainStream', 'VideoEncoder1'),
    path('Profile2', 'subStream', 'VideoEncoder2'),
  ]);
  const source = addConfiguration(next, 'Third', 'VideoSource', 'VideoSourceConfig1');
  assert.is(streamPaths(source).length, 2);
  const both = addConfiguration(source, 'Third', 'VideoEncoder', 'VideoEncoder2');
  assert.equal(streamPaths(both)[2], path('Third', 'empty', 'VideoEncoder2'));
});

state.run();
