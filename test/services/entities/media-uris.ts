import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { snapshotUri, streamUri, synchronize } from '../../../services/entities/media-uris.ts';
import { createProfile } from '../../../services/entities/profiles.ts';
import type { RequestContext } from '../../../services/soap/request-context.ts';
import { refusalOf } from '../events/refusals.ts';
import { mediaUnderTest } from './media-under-test.ts';

const uris = suite('media URIs');

function from(host: string): RequestContext {
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    user: undefined,
    origin: `http://${name}:8080`,
    host,
    remoteAddress: '192.0.2.77',
    subPath: '',
    signal: new AbortController().signal,
  };
}

const rows: readonly (readonly [host: string, stream: string, snapshot: string])[] = [
  ['192.0.2.2', 'rtsp://192.0.2.2:8554/Profile1', 'http://192.0.2.2:8080/onvif/snapshot/Profile1'],
  ['camera.example', 'rtsp://camera.example:8554/Profile1', 'http://camera.example:8080/onvif/snapshot/Profile1'],
  ['2001:db8::2', 'rtsp://[2001:db8::2]:8554/Profile1', 'http://[2001:db8::2]:8080/onvif/snapshot/Profile1'],
];

for (const [host, stream, snapshot] of rows) {
  uris(`a client that came by ${host} stays on it`, () => {
    const media = mediaUnderTest();
    assert.is(streamUri(media, 'Profile1', from(host)), stream);
    assert.is(snapshotUri(media, 'Profile1', from(host)), snapshot);
    new URL(stream);
  });
}

// shows STR-53
uris('a stream URI is never longer than the 128 octets that clients reserve', async () => {
  const media = mediaUnderTest();
  const fits = 'x'.repeat(128 - 'rtsp://:8554/Profile1'.length);
  assert.is(streamUri(media, 'Profile1', from(fits)).length, 128);
  assert.is(await refusalOf(() => streamUri(media, 'Profile1', from(`${fits}x`))), 'InvalidArgVal');
});

uris('a profile that is unknown or incomplete has none', async () => {
  const media = mediaUnderTest();
  await media.store.commit(createProfile(media.store.entities, 'empty', 'Empty').next, []);
  const calls = [
    (token: string) => streamUri(media, token, from('h')),
    (token: string) => snapshotUri(media, token, from('h')),
    (token: string) => synchronize(media, token),
  ];
  for (const call of calls) {
    assert.is(await refusalOf(() => call('Nobody')), 'NoProfile');
    assert.is(await refusalOf(() => call('Empty')), 'IncompleteConfiguration');
  }
  assert.equal(media.keyFrames, []);
});

// shows STR-55
uris('a synchronization point asks for a key frame of the encoder of the profile', () => {
  const media = mediaUnderTest();
  synchronize(media, 'Profile2');
  assert.equal(media.keyFrames, ['VideoEncoder2']);
});

uris.run();
