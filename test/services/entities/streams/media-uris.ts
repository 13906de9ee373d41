import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fitVideoEncoder } from '../../../../services/entities/kinds/video-encoder/fit.ts';
import type { MediaEntities } from '../../../../services/entities/kinds.ts';
import { createProfile } from '../../../../services/entities/profiles.ts';
import {
  type StreamTransport,
  snapshotUri,
  streamUri,
  synchronize,
} from '../../../../services/entities/streams/media-uris.ts';
import type { RequestContext } from '../../../../services/http/request-context.ts';
import { refusalOf } from '../../events/refusals.ts';
import { mediaUnderTest } from '../media-under-test.ts';

const uris = suite('media URIs');

function from(host: string, scheme = 'http'): RequestContext {
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    user: undefined,
    origin: `${scheme}://${name}:8080`,
    host,
    remoteAddress: '192.0.2.77',
    localAddress: '192.0.2.2',
    subPath: '',
    signal: new AbortController().signal,
  };
}

const plain: StreamTransport = { carrier: 'rtsp', multicast: false };

const rows: readonly (readonly [host: string, stream: string, snapshot: string])[] = [
  ['192.0.2.2', 'rtsp://192.0.2.2:8554/Profile1', 'http://192.0.2.2:8080/onvif/snapshot/Profile1'],
  ['camera.example', 'rtsp://camera.example:8554/Profile1', 'http://camera.example:8080/onvif/snapshot/Profile1'],
  ['2001:db8::2', 'rtsp://[2001:db8::2]:8554/Profile1', 'http://[2001:db8::2]:8080/onvif/snapshot/Profile1'],
];

for (const [host, stream, snapshot] of rows) {
  uris(`a client that came by ${host} stays on it`, () => {
    const media = mediaUnderTest();
    assert.is(streamUri(media, 'Profile1', plain, from(host)), stream);
    assert.is(snapshotUri(media, 'Profile1', from(host)), snapshot);
    new URL(stream);
  });
}

const ways: readonly (readonly [transport: StreamTransport, scheme: string, uri: string])[] = [
  [{ carrier: 'rtsp', multicast: true }, 'http', 'rtsp://h:8554/multicast/Profile1'],
  [{ carrier: 'http', multicast: false }, 'http', 'http://h:8080/Profile1'],
  [{ carrier: 'http', multicast: false }, 'https', 'https://h:8080/Profile1'],
  [{ carrier: 'rtsps', multicast: false }, 'http', 'rtsps://h:322/Profile1'],
  [{ carrier: 'rtsps', multicast: true }, 'https', 'rtsps://h:322/multicast/Profile1'],
];

for (const [transport, scheme, uri] of ways) {
  uris(`${transport.multicast ? 'multicast' : 'unicast'} by ${transport.carrier} from ${scheme} is ${uri}`, () => {
    const media = mediaUnderTest();
    media.tls.on = true;
    assert.is(streamUri(media, 'Profile1', transport, from('h', scheme)), uri);
  });
}

// shows MED-11, MD2-10
uris('a stream URI does not change with the settings', async () => {
  const media = mediaUnderTest();
  const before = ways.slice(0, 3).map(([transport]) => streamUri(media, 'Profile1', transport, from('h')));
  const { entities } = media.store;
  const VideoEncoder = entities.VideoEncoder.map((one) =>
    fitVideoEncoder({ ...one, codec: 'JPEG', width: 320, height: 180 }, media.store.board.encoders),
  );
  await media.store.change((present) => ({ next: { ...present, VideoEncoder }, changes: [] }));
  const after = ways.slice(0, 3).map(([transport]) => streamUri(media, 'Profile1', transport, from('h')));
  assert.equal(after, before);
});

// shows STR-53
uris('a stream URI is never longer than the 128 octets that clients reserve', async () => {
  const media = mediaUnderTest();
  const fits = 'x'.repeat(128 - 'rtsp://:8554/Profile1'.length);
  assert.is(streamUri(media, 'Profile1', plain, from(fits)).length, 128);
  assert.is(await refusalOf(() => streamUri(media, 'Profile1', plain, from(`${fits}x`))), 'InvalidArgVal');
});

uris('a profile that is unknown or incomplete has none', async () => {
  const media = mediaUnderTest();
  await media.store.change((present) => ({ next: createProfile(present, 'empty', 'Empty').next, changes: [] }));
  const calls = [
    (token: string) => streamUri(media, token, plain, from('h')),
    (token: string) => snapshotUri(media, token, from('h')),
  ];
  for (const call of calls) {
    assert.is(await refusalOf(() => call('Nobody')), 'NoProfile');
    assert.is(await refusalOf(() => call('Empty')), 'IncompleteConfiguration');
  }
  assert.is(await refusalOf(() => streamUri(media, 'Nobody', undefined, from('h'))), 'NoProfile');
  assert.is(await refusalOf(() => streamUri(media, 'Empty', undefined, from('h'))), 'InvalidStreamSetup');
});

uris('without TLS there is no RTSPS', async () => {
  const secure: StreamTransport = { carrier: 'rtsps', multicast: false };
  const refused = await refusalOf(() => streamUri(mediaUnderTest(), 'Profile1', secure, from('h', 'https')));
  assert.is(refused, 'InvalidStreamSetup');
});

uris('a profile of which nothing has a group has no multicast URI', async () => {
  const media = mediaUnderTest();
  const none = { address: '0.0.0.0', port: 0, ttl: 1, autoStart: false };
  const quiet = <Entity>(all: readonly Entity[]): readonly Entity[] => all.map((one) => ({ ...one, multicast: none }));
  const silenced = ({ VideoEncoder, AudioEncoder, Metadata, ...rest }: MediaEntities): MediaEntities => ({
    ...rest,
    VideoEncoder: quiet(VideoEncoder),
    AudioEncoder: quiet(AudioEncoder),
    Metadata: quiet(Metadata),
  });
  await media.store.change((present) => ({ next: silenced(present), changes: [] }));
  const call = (): string => streamUri(media, 'Profile1', { carrier: 'rtsp', multicast: true }, from('h'));
  assert.is(await refusalOf(call), 'InvalidMulticastSettings');
});

// shows STR-55, MED-14, MD2-12
uris('a synchronization point reaches the picture and the metadata of the profile', async () => {
  const media = mediaUnderTest();
  synchronize(media, 'Profile2');
  assert.equal(media.keyFrames, ['VideoEncoder2', 'Metadata1']);
  await media.store.change((present) => ({ next: createProfile(present, 'empty', 'Empty').next, changes: [] }));
  synchronize(media, 'Empty');
  assert.is(await refusalOf(() => synchronize(media, 'Nobody')), 'NoProfile');
  assert.is(media.keyFrames.length, 2);
});

uris.run();
