import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noOsd } from '../../../../hal/ports/media-engine.ts';
import { defaultEntities } from '../../../../services/entities/defaults.ts';
import type { MediaEntities } from '../../../../services/entities/kinds.ts';
import { addConfiguration, createProfile, removeConfiguration } from '../../../../services/entities/profiles.ts';
import {
  mediaPlan,
  mediaState,
  multicastTracks,
  streamPaths,
} from '../../../../services/entities/streams/media-state.ts';
import { startMulticast } from '../../../../services/entities/streams/multicast-streaming.ts';
import { deviceId, full, plain } from '../boards.ts';

const state = suite('media state');

const initial = defaultEntities({ board: full, deviceId });

/** The same with one entry of a list changed. */
function changed<List extends Exclude<keyof MediaEntities, 'modes'>>(
  list: List,
  index: number,
  change: Partial<MediaEntities[List][number]>,
): MediaEntities {
  return { ...initial, [list]: initial[list].map((one, at) => (at === index ? { ...one, ...change } : one)) };
}

state('tells the engine each source and each encoder, joined as the profiles join them', () => {
  const { sources, encoders } = mediaState(initial, full);
  assert.equal(sources, [{ id: 'VideoSource1', width: 1280, height: 720, frameRate: 30, masks: '' }]);
  assert.equal(
    encoders.map(({ id, source }) => [id, source]),
    ['VideoEncoder1', 'VideoEncoder2', 'VideoEncoder3'].map((id) => [id, 'VideoSource1']),
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
    osd: noOsd,
  });
});

state('tells the engine sound, metadata and the loudness of the speaker', () => {
  const { audioSources, audioEncoders, metadata, audioOutputs } = mediaState(initial, full);
  assert.equal(audioSources, [{ id: 'AudioSource1' }]);
  assert.equal(audioEncoders, [
    { id: 'AudioEncoder1', source: 'AudioSource1', codec: 'PCMU', bitrate: 64, sampleRate: 8000 },
  ]);
  assert.equal(metadata, [{ id: 'Metadata1', compression: 'None' }]);
  assert.equal(audioOutputs, [{ id: 'AudioOutput1', level: 80 }]);
});

state('a board without sound has none in any list', () => {
  const { audioSources, audioEncoders, audioOutputs } = mediaState(defaultEntities({ board: plain, deviceId }), plain);
  assert.equal([audioSources, audioEncoders, audioOutputs], [[], [], []]);
});

state('a second camera feeds the encoders of its profiles', () => {
  const second = { id: 'Second', camera: { driver: 'virtual' }, width: 1280, height: 720, frameRate: 30 } as const;
  const board = { ...full, sources: [...full.sources, second] };
  const VideoSource = [...initial.VideoSource, { token: 'S2', name: 's2', source: 'Second' }];
  const entities = addConfiguration({ ...initial, VideoSource }, 'Profile2', 'VideoSource', 'S2', 'media2');
  const { sources, encoders } = mediaState(entities, board);
  assert.is(sources.length, 2);
  assert.equal(
    encoders.map(({ source }) => source),
    ['VideoSource1', 'Second', 'VideoSource1'],
  );
});

state('names, timeouts and groups, which the engine does not run, do not reach it', () => {
  const { multicast } = initial.VideoEncoder[1] ?? {};
  const other = changed('VideoEncoder', 0, {
    name: 'other',
    sessionTimeout: 10,
    srtp: 'NONE',
    ...(multicast && { multicast }),
  });
  assert.equal(mediaState(other, full), mediaState(initial, full));
});

state('has two paths for each profile that can be streamed, one of them for multicast', () => {
  const { next } = createProfile(initial, 'empty', 'Third');
  const paths = streamPaths(next);
  assert.equal(
    paths.map(({ path, name, delivery }) => [path, name, delivery]),
    [
      ['Profile1', 'mainStream', 'unicast'],
      ['multicast/Profile1', 'mainStream', 'multicast'],
      ['Profile2', 'subStream', 'unicast'],
      ['multicast/Profile2', 'subStream', 'multicast'],
    ],
  );
  const [unicast, multicast] = paths;
  assert.equal({ ...multicast, path: 'Profile1', delivery: 'unicast' }, unicast);
});

state('a path has the tracks of its profile with their groups, and its speaker', () => {
  const [path] = streamPaths(initial);
  const [encoder] = initial.VideoEncoder;
  const { address, port, ttl } = encoder?.multicast ?? {};
  assert.equal(
    path?.tracks.map(({ stream, srtp }) => [stream, srtp]),
    ['VideoEncoder1', 'AudioEncoder1', 'Metadata1'].map((token) => [token, 'AES_CM_128_HMAC_SHA1_80']),
  );
  assert.equal(path?.tracks[0]?.multicast, { address, port, ttl });
  assert.equal(path?.backchannel, { output: 'AudioOutput1', primacy: 'Auto' });
  assert.is(path?.sessionTimeout, 60);
});

state('a path follows the settings of its configurations', () => {
  const nowhere = { address: '0.0.0.0', port: 5000, ttl: 1, autoStart: false };
  const [quiet] = streamPaths(changed('VideoEncoder', 0, { multicast: nowhere, srtp: 'NONE', sessionTimeout: 90 }));
  assert.equal(quiet?.tracks[0], { stream: 'VideoEncoder1', multicast: undefined, srtp: 'NONE' });
  assert.is(quiet?.sessionTimeout, 90);
  const [half] = streamPaths(changed('AudioOutput', 0, { primacy: 'Server' }));
  assert.equal(half?.backchannel, { output: 'AudioOutput1', primacy: 'Server' });
  const [mute] = streamPaths(removeConfiguration(initial, 'Profile1', 'AudioDecoder', 'media2'));
  assert.is(mute?.backchannel, undefined);
});

state('a profile without picture streams what it has', () => {
  const [path] = streamPaths(removeConfiguration(initial, 'Profile1', 'VideoEncoder', 'media2'));
  assert.equal(
    path?.tracks.map(({ stream }) => stream),
    ['AudioEncoder1', 'Metadata1'],
  );
});

state('what is multicast without a session: profiles that were started and flags, each stream once', () => {
  const tokens = (entities: MediaEntities): readonly string[] => multicastTracks(entities).map(({ stream }) => stream);
  assert.equal(tokens(initial), []);
  const one = startMulticast(initial, 'Profile1').next;
  assert.equal(tokens(one), ['VideoEncoder1', 'AudioEncoder1', 'Metadata1']);
  const both = startMulticast(one, 'Profile2').next;
  assert.equal(tokens(both), ['VideoEncoder1', 'VideoEncoder2', 'AudioEncoder1', 'Metadata1']);
  const group = { address: '239.1.1.1', port: 5000, ttl: 1, autoStart: true };
  assert.equal(tokens(changed('VideoEncoder', 2, { multicast: group })), ['VideoEncoder3']);
  assert.equal(tokens(changed('VideoEncoder', 2, { multicast: { ...group, port: 0 } })), []);
});

state('the plan of the media process has all parts', () => {
  const { next } = startMulticast(initial, 'Profile1');
  assert.equal(mediaPlan(next, full), {
    media: mediaState(next, full),
    paths: streamPaths(next),
    multicast: multicastTracks(next),
  });
});

state.run();
