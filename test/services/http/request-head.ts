import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseHead } from '../../../services/http/request-head.ts';

const heads = suite('request head');

heads('has method, target and fields by lower-case name', () => {
  const head = parseHead('GET /a?b HTTP/1.1\r\nHost: camera\r\nX-One:  1 \r\nx-one:2\r\nEmpty:');
  assert.is(head?.method, 'GET');
  assert.is(head?.target, '/a?b');
  assert.equal(
    [...(head?.fields ?? [])],
    [
      ['host', 'camera'],
      ['x-one', '1, 2'],
      ['empty', ''],
    ],
  );
});

const bad = [
  '',
  'GET',
  'GET / HTTP/2.0',
  'GET / RTSP/1.0',
  'get / HTTP/1.1',
  'GET  / HTTP/1.1',
  'GET / HTTP/1.1 ',
  'GET / HTTP/1.1\r\nno colon',
  'GET / HTTP/1.1\r\nspace : a',
  'GET / HTTP/1.1\r\nA: b\r\n folded',
  'GET / HTTP/1.1\r\n: b',
  'GET / HTTP/1.1\r\nA: b\nC: d\r\n',
];

for (const text of bad) {
  heads(`is none in ${JSON.stringify(text)}`, () => assert.is(parseHead(text), undefined));
}

heads.run();
