import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSession, type SessionHeader, serializeSession } from '../../../../services/rtsp/headers/session.ts';

const session = suite('session');

const both: readonly [string, SessionHeader][] = [
  ['47112344', { id: '47112344' }],
  ['a-B_c.d+e$f;timeout=60', { id: 'a-B_c.d+e$f', timeout: 60 }],
];

for (const [text, value] of both) {
  session(`reads and writes ${text}`, () => {
    assert.equal(parseSession(text), value);
    assert.is(serializeSession(value), text);
  });
}

session('reads blanks around the timeout', () => {
  assert.equal(parseSession(' 4711 ; timeout = 30 '), { id: '4711', timeout: 30 });
});

for (const text of ['', ';timeout=60', 'a b', 'id;timeout=x', 'x'.repeat(65), 'a;b=c', 'a\r\nX: y']) {
  session(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => assert.is(parseSession(text), undefined));
}

session.run();
