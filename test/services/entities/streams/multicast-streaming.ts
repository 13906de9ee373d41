import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultEntities } from '../../../../services/entities/defaults.ts';
import type { MediaEntities } from '../../../../services/entities/kinds.ts';
import { addConfiguration, createProfile, deleteProfile } from '../../../../services/entities/profiles.ts';
import { multicastTracks } from '../../../../services/entities/streams/media-state.ts';
import {
  startMulticast,
  stopMulticast,
  switchMulticast,
} from '../../../../services/entities/streams/multicast-streaming.ts';
import { refusalOf } from '../../events/refusals.ts';
import { deviceId, full } from '../boards.ts';
import { mediaUnderTest, toldBy } from '../media-under-test.ts';

const streaming = suite('multicast streaming');

const initial = defaultEntities({ board: full, deviceId });
const start = (entities: MediaEntities, token: string): MediaEntities => startMulticast(entities, token).next;
const stop = (entities: MediaEntities, token: string): MediaEntities => stopMulticast(entities, token).next;
const sent = (entities: MediaEntities): readonly string[] => multicastTracks(entities).map(({ stream }) => stream);

function flagged(autoStart: boolean): MediaEntities {
  const VideoEncoder = initial.VideoEncoder.map((one) => ({ ...one, multicast: { ...one.multicast, autoStart } }));
  return { ...initial, VideoEncoder };
}

streaming('a stream that two profiles share ends with the second of them', () => {
  const both = start(start(initial, 'Profile1'), 'Profile2');
  assert.equal(sent(stop(both, 'Profile1')), ['VideoEncoder2', 'AudioEncoder1', 'Metadata1']);
  assert.equal(sent(stop(stop(both, 'Profile1'), 'Profile2')), []);
});

streaming('starting twice is starting once, and stopping what does not run changes nothing', () => {
  const one = start(initial, 'Profile1');
  assert.is(start(one, 'Profile1'), one);
  assert.is(stop(initial, 'Profile1'), initial);
  assert.equal(stop(one, 'Profile1'), initial);
});

streaming('stopping a profile clears the flags of its configurations and of no others', () => {
  assert.equal(sent(flagged(true)), ['VideoEncoder1', 'VideoEncoder2', 'VideoEncoder3']);
  assert.equal(sent(stop(flagged(true), 'Profile1')), ['VideoEncoder2', 'VideoEncoder3']);
});

streaming('tells each configuration whose AutoStart reads differently', () => {
  const told = (changes: ReturnType<typeof startMulticast>['changes']): readonly string[] =>
    changes.map((one) => one.token);
  assert.equal(told(startMulticast(initial, 'Profile1').changes), ['VideoEncoder1', 'AudioEncoder1', 'Metadata1']);
  const one = start(initial, 'Profile1');
  assert.equal(told(startMulticast(one, 'Profile2').changes), ['VideoEncoder2']);
  assert.equal(told(startMulticast(flagged(true), 'Profile1').changes), ['AudioEncoder1', 'Metadata1']);
});

streaming('needs a profile with a stream that has a group', async () => {
  const { next } = createProfile(initial, 'empty', 'E');
  assert.is(await refusalOf(() => start(next, 'X')), 'NoProfile');
  assert.is(await refusalOf(() => stop(next, 'X')), 'NoProfile');
  assert.is(await refusalOf(() => start(next, 'E')), 'IncompleteConfiguration');
  assert.is(stop(next, 'E'), next);
  const source = addConfiguration(next, 'E', 'VideoSource', 'VideoSourceConfig1', 'media2');
  const whole = addConfiguration(source, 'E', 'VideoEncoder', 'VideoEncoder1', 'media2');
  const nowhere = { address: '0.0.0.0', port: 0, ttl: 1, autoStart: false };
  const VideoEncoder = whole.VideoEncoder.map((one) => ({ ...one, multicast: nowhere }));
  assert.is(await refusalOf(() => start({ ...whole, VideoEncoder }, 'E')), 'IncompleteConfiguration');
  assert.equal(sent(start(whole, 'E')), ['VideoEncoder1']);
});

streaming('ends with its profile', () => {
  const { next } = createProfile(initial, 'Night', 'Night');
  const source = addConfiguration(next, 'Night', 'VideoSource', 'VideoSourceConfig1', 'media2');
  const whole = start(addConfiguration(source, 'Night', 'VideoEncoder', 'VideoEncoder1', 'media2'), 'Night');
  assert.equal(sent(whole), ['VideoEncoder1']);
  assert.equal(sent(deleteProfile(whole, 'Night')), []);
});

// shows MED-13, MD2-13
streaming('is stored, and told once', async () => {
  const { store, published, restarted } = mediaUnderTest();
  await switchMulticast(store, startMulticast, 'Profile1');
  await switchMulticast(store, startMulticast, 'Profile1');
  assert.equal(sent(restarted().store.entities), ['VideoEncoder1', 'AudioEncoder1', 'Metadata1']);
  assert.equal(toldBy(published), [
    'ConfigurationChanged VideoEncoder1 VideoEncoder',
    'ConfigurationChanged AudioEncoder1 AudioEncoder',
    'ConfigurationChanged Metadata1 Metadata',
  ]);
});

streaming.run();
