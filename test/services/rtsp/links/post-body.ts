import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PostBody } from '../../../../services/rtsp/links/post-body.ts';

const postBody = suite('links/post-body');

const next = (length: string): string => `POST /x HTTP/1.0\r\nx-sessioncookie: a\r\n${length}\r\n`;

const rows: readonly [string, number | undefined, string, string][] = [
  ['without length runs to the end', undefined, 'QUJDPOST REVG', 'QUJDPOST REVG'],
  ['longer than it told goes on', 4, 'QUJDREVGUE9TVA==', 'QUJDREVGUE9TVA=='],
  ['longer than it told goes on, also with what begins alike', 4, 'QUJDPOSTREVG', 'QUJDPOSTREVG'],
  ['is followed by another POST', 4, `QUJD${next('Content-Length: 4\r\n')}REVG`, 'QUJDREVG'],
  ['is followed by another POST without length', 4, `QUJD${next('')}REVGR0hJ`, 'QUJDREVGR0hJ'],
  [
    'is followed by several',
    4,
    `QUJD${next('content-length: 4\r\n')}REVG${next('Content-Length: 32767\r\n')}R0hJ`,
    'QUJDREVGR0hJ',
  ],
];

for (const [what, length, text, expected] of rows) {
  for (const size of [1000, 7, 1]) {
    postBody(`a body that ${what}, ${size} octets at a time`, () => {
      const body = new PostBody(length);
      let found = '';
      for (let at = 0; at < text.length; at += size)
        found += body.take(Buffer.from(text.slice(at, at + size))).toString();
      assert.is(found, expected);
    });
  }
}

postBody('a head that is none ends it, and so does one without end', () => {
  assert.throws(() => new PostBody(0).take(Buffer.from('POST x\r\n\r\n')), /no POST/);
  assert.throws(() => new PostBody(0).take(Buffer.from(`POST ${'x'.repeat(9000)}`)), /no POST/);
});

postBody.run();
