import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recognise } from '../../../services/handover/recognise.ts';
import { refusalOf } from '../../../services/http/request-check.ts';
import { parseHead } from '../../../services/http/request-head.ts';
import { assertLinearCost, type WorstInput } from '../../linear-cost.ts';

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

heads('tells the part of a whole URI behind its authority, which stands for Host', () => {
  const head = parseHead('GET http://camera:81/a?b HTTP/1.1\r\nHost: other');
  assert.equal([head?.target, head?.fields.get('host'), head?.hosts], ['/a?b', 'camera:81', 1]);
  assert.is(parseHead('GET http://camera HTTP/1.1')?.target, '/');
  assert.is(parseHead('GET http://camera?b HTTP/1.1')?.target, '/?b');
  assert.is(parseHead('GET http://a:b@camera/ HTTP/1.1')?.ambiguousTarget, true);
});

const worst: Readonly<Record<string, WorstInput>> = {
  blanks: (length) => `GET / HTTP/1.1\r\nA: ${' '.repeat(length)}x`,
  'blanks within a value': (length) => `GET / HTTP/1.1\r\nA: x${' \t'.repeat(length / 2)}x`,
  'a long name': (length) => `GET / HTTP/1.1\r\n${'a'.repeat(length)}`,
  'many fields': (length) => `GET / HTTP/1.1${'\r\na:'.repeat(length / 4)}`,
  'many fields of one name': (length) => `GET / HTTP/1.1${'\r\na: b, c'.repeat(length / 9)}`,
  colons: (length) => `GET / HTTP/1.1\r\na${':'.repeat(length)}`,
  'a long target': (length) => `GET ${'/?'.repeat(length / 2)} HTTP/1.1`,
  'a whole URI of slashes': (length) => `GET http://a${'/'.repeat(length)} HTTP/1.1`,
  'a long authority': (length) => `GET http://${'a.'.repeat(length / 2)} HTTP/1.1`,
  'blanks in the first line': (length) => `GET ${' '.repeat(length)}`,
  'the type of a tunnel': (length) =>
    `POST / HTTP/1.0\r\nx-sessioncookie: a\r\ncontent-type: ${`${' '.repeat(length)}x`}`,
  'a list of upgrades': (length) => `GET / HTTP/1.1\r\nHost: a\r\nUpgrade: ${' ,'.repeat(length / 2)}`,
  'an origin': (length) => `GET / HTTP/1.1\r\nHost: ${':80'.repeat(length / 6)}\r\nOrigin: ${'a.'.repeat(length / 4)}`,
};

/** What the web port does with the first head of a connection. */
function look(text: string): void {
  const head = parseHead(text);
  if (head === undefined) return;
  refusalOf(head, { secure: false, names: ['camera'] });
  recognise(head);
}

for (const [name, input] of Object.entries(worst)) {
  heads(`costs no more than its length: ${name}`, () => assertLinearCost(look, input));
}

heads.run();
