import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { baseOfUri, pathOfUri } from '../../../services/rtsp/stream-uri.ts';

const streamUri = suite('stream-uri');

const paths: readonly [string, string | undefined][] = [
  ['rtsp://192.0.2.1/Profile1', 'Profile1'],
  ['rtsp://192.0.2.1:554/Profile1/', 'Profile1'],
  ['RTSP://user:pass@host/Profile1/track1?x=1#y', 'Profile1/track1'],
  ['rtsps://[fe80::1]:322/Profile1', 'Profile1'],
  ['rtsp://host', ''],
  ['/Profile1/track1', 'Profile1/track1'],
  ['rtsp://host/Profile%201', 'Profile 1'],
  ['rtsp://host/%zz', undefined],
  ['*', undefined],
  ['http://192.0.2.1:80/Profile1', 'Profile1'],
  ['https://host/Profile1/track1?x=1', 'Profile1/track1'],
  ['ftp://host/Profile1', undefined],
  ['Profile1', undefined],
];

for (const [uri, path] of paths) {
  streamUri(`the path of ${uri} is ${path === undefined ? 'none' : `'${path}'`}`, () => {
    assert.is(pathOfUri(uri), path);
  });
}

const bases: readonly [string, string][] = [
  ['rtsp://host/Profile1/', 'rtsp://host/Profile1'],
  ['rtsp://host:8554/Profile1?a=b', 'rtsp://host:8554/Profile1'],
  ['rtsp://user:secret@host/Profile1', 'rtsp://host/Profile1'],
  ['https://user:secret@host:8443/Profile1/', 'https://host:8443/Profile1'],
];

for (const [uri, base] of bases) streamUri(`the base of ${uri} is ${base}`, () => assert.is(baseOfUri(uri), base));

streamUri('takes any text without an exception', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      pathOfUri(`rtsp://host/${text}`);
      assert.not.match(baseOfUri(`rtsp://a/${text}`), /[?#]/);
    }),
  );
});

streamUri.run();
