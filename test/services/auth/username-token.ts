import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TokenRequest } from '../../../services/auth/seen-tokens.ts';
import {
  createTokenVerifier,
  findUsernameToken,
  type TokenVerdict,
  type UsernameToken,
} from '../../../services/auth/username-token.ts';
import { assertLinearCost } from '../../linear-cost.ts';
import { parseXml } from '../schema/parse-xml.ts';

const tokens = suite('username token');

// Away from UTC, where a time without a zone would be another one.
process.env.TZ = 'America/New_York';

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const digestType = `${oasis}-username-token-profile-1.0#PasswordDigest`;
const start = Date.UTC(2026, 2, 1, 12);

interface Bench {
  /** The verdict on a token of a request that reads. */
  verify(token: UsernameToken, request?: Partial<TokenRequest> & { readonly text?: string }): TokenVerdict;
  /** Lets time pass. */
  pass(milliseconds: number): void;
  /** Sets the wall clock. */
  step(milliseconds: number): void;
}

/** A verifier that started ten minutes ago. */
function bench(facts: { readonly started?: number; readonly password?: string; readonly time?: number } = {}): Bench {
  const { started = 600_000, password = 'secret-1', time = start } = facts;
  let [now, uptime] = [time - started, 5_000];
  const verifier = createTokenVerifier({
    password: (name) => (name === 'admin' || name === 'user' ? password : undefined),
    now: () => now,
    uptime: () => uptime,
  });
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    uptime += milliseconds;
  };
  pass(started);
  return {
    verify: (given, { address = '192.0.2.1', text = '<GetProfiles/>', reads = true } = {}) =>
      verifier.verify(given, { address, body: () => text, reads }),
    pass,
    step: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** A right token of the user admin, the given facts apart. */
function token(facts: Partial<UsernameToken> = {}, password = 'secret-1'): UsernameToken {
  const { nonce = 'MTIzNDU2Nzg5MDEyMzQ1Ng==', created = new Date(start).toISOString() } = facts;
  const sha1 = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(password);
  return { username: 'admin', password: sha1.digest('base64'), passwordType: digestType, nonce, created, ...facts };
}

tokens('knows the digest that ONVIF and gSOAP clients send', () => {
  const { verify } = bench({ time: Date.parse('2010-09-16T07:50:45Z'), password: 'userpassword' });
  // The example of the ONVIF Application Programmer's Guide, 6.1.1.3.
  const known = {
    username: 'user',
    password: 'tuOSpGlFlIXsozq4HFNeeGeFLEI=',
    passwordType: '#PasswordDigest',
    nonce: 'LKqI6G/AikKCQrN0zqZFlg==',
    created: '2010-09-16T07:50:45Z',
  };
  assert.is(verify(known), 'ok');
});

const at = (milliseconds: number): string => new Date(start + milliseconds).toISOString();
const rows: readonly (readonly [name: string, token: UsernameToken, verdict: TokenVerdict])[] = [
  ['a right one', token(), 'ok'],
  ['one of five minutes ago', token({ created: at(-300_000) }), 'ok'],
  ['one of more than five minutes ago', token({ created: at(-300_001) }), 'stale'],
  ['one of a clock five minutes ahead', token({ created: at(300_000) }), 'ok'],
  ['one of a clock more than five minutes ahead', token({ created: at(300_001) }), 'stale'],
  ['a time without fractions', token({ created: '2026-03-01T12:00:00Z' }), 'ok'],
  ['a time of another zone', token({ created: '2026-03-01T14:00:00+02:00' }), 'ok'],
  ['a time without a zone, taken for UTC', token({ created: '2026-03-01T12:00:00' }), 'ok'],
  ['no time', token({ created: '' }), 'stale'],
  ['a time that is none', token({ created: 'now' }), 'stale'],
  ['a nonce of one byte', token({ nonce: 'AA==' }), 'ok'],
  ['no nonce', token({ nonce: '' }), 'stale'],
  ['a nonce of 129 characters', token({ nonce: 'A'.repeat(129) }), 'refused'],
  ['a wrong password', token({}, 'secret-2'), 'refused'],
  ['an empty password', token({}, ''), 'refused'],
  ['an unknown user', token({ username: 'root' }), 'refused'],
  ['an unknown user with the digest of nothing', token({ username: 'root' }, ''), 'refused'],
  [
    'the password as text',
    token({ password: 'secret-1', passwordType: digestType.replace('Digest', 'Text') }),
    'refused',
  ],
  ['the password without a type', token({ password: 'secret-1', passwordType: '' }), 'refused'],
  ['a digest called text', token({ passwordType: digestType.replace('Digest', 'Text') }), 'refused'],
  ['a digest without a type', token({ passwordType: '' }), 'refused'],
  ['no digest', token({ password: '' }), 'refused'],
  ['half a digest', token({ password: token().password.slice(0, 12) }), 'refused'],
];

for (const [name, given, verdict] of rows) {
  tokens(`${name}: ${verdict}`, () => assert.is(bench().verify(given), verdict));
}

tokens('takes the same one once', () => {
  const { verify } = bench();
  assert.equal([verify(token()), verify(token())], ['ok', 'stale']);
  assert.is(verify(token({ nonce: 'BBBB' })), 'ok');
  assert.is(verify(token({ created: at(1) })), 'ok');
});

tokens('knows the same one again in another spelling of its base64', () => {
  const { verify } = bench();
  const nonce = '+/+/MTIzNDU2Nzg5MDEyMw==';
  assert.is(verify(token({ nonce })), 'ok');
  for (const spelling of [nonce.replaceAll('=', ''), `${nonce}=`, nonce.replaceAll('+', '-'), `+ ${nonce.slice(1)}`]) {
    assert.equal(Buffer.from(spelling, 'base64'), Buffer.from(nonce, 'base64'));
    assert.is(verify(token({ nonce: spelling })), 'stale', spelling);
  }
});

tokens('refuses a replay for as long as its time is good', () => {
  const { verify, pass } = bench();
  const ahead = token({ created: at(300_000) });
  assert.is(verify(ahead), 'ok');
  for (const later of [1, 299_999, 299_999, 1, 1]) {
    pass(later);
    assert.is(verify(ahead), 'stale', `${later} ms later`);
  }
});

tokens('takes another request with the same one, as libonvif sends it, within a second from the same address', () => {
  const { verify, pass } = bench();
  const first = token();
  const other = { text: '<GetServices/>' };
  assert.is(verify(first), 'ok');
  assert.is(verify(first, { ...other, reads: false }), 'stale', 'an operation that changes something');
  assert.is(verify(first, { ...other, address: '192.0.2.2' }), 'stale', 'another address');
  assert.is(verify(first, other), 'ok');
  assert.is(verify(first, other), 'stale', 'the same request again');
  pass(1_000);
  assert.is(verify(first, { text: '<GetScopes/>' }), 'ok');
  pass(1);
  assert.is(verify(first, { text: '<GetUsers/>' }), 'stale', 'later than a second');
});

tokens('takes no more than eight requests with the same one', () => {
  const { verify } = bench();
  const verdicts = Array.from({ length: 9 }, (_, number) => verify(token(), { text: `<Get${number}/>` }));
  assert.equal(verdicts, [...Array<TokenVerdict>(8).fill('ok'), 'stale']);
});

tokens('from before the start of the camera is refused, as it may have been used then', () => {
  const { verify } = bench({ started: 60_000 });
  assert.is(verify(token({ created: at(-61_501) })), 'stale');
  assert.is(verify(token({ created: at(-61_500) })), 'ok');
  assert.is(verify(token({ created: '2026-03-01T11:58:57Z' })), 'stale');
  assert.is(verify(token({ created: '2026-03-01T11:58:58Z' })), 'ok');
  // Clients that take the time from GetSystemDateAndTime are up to a second behind.
  const { verify: atOnce } = bench({ started: 0 });
  assert.is(atOnce(token({ created: at(-1_000) })), 'ok');
  assert.is(atOnce(token({ created: '2026-03-01T12:00:00Z' })), 'ok');
});

tokens('from before the start is refused when the clock was wrong at boot and is set later', () => {
  const { verify, step, pass } = bench({ started: 1_000, time: 86_400_000 });
  step(start - 86_400_000);
  pass(60_000);
  assert.is(verify(token({ created: at(-3_000) })), 'stale');
  assert.is(verify(token({ created: at(0) })), 'ok');
});

for (const step of [3_600_000, -3_600_000, -20 * 365 * 86_400_000]) {
  tokens(`by the clock as it was is taken for an hour after a step of ${step / 1000} s`, () => {
    const made = bench();
    assert.is(made.verify(token()), 'ok');
    made.step(step);
    made.pass(60_000);
    assert.is(made.verify(token()), 'stale', 'a replay');
    assert.is(made.verify(token({ created: at(60_000) })), 'ok');
    assert.is(made.verify(token({ created: at(60_000 + step) })), 'ok', 'by the clock as it is');
    made.pass(3_600_001);
    assert.is(made.verify(token({ created: at(3_660_001) })), 'stale');
    assert.is(made.verify(token({ created: at(3_660_001 + step) })), 'ok');
  });
}

tokens('does not remember a wrong one, so that nobody can spend the nonce of another', () => {
  const { verify } = bench();
  assert.is(verify({ ...token(), password: 'AAAA' }), 'refused');
  assert.is(verify(token()), 'ok');
});

tokens('costs no more than its length, whatever stands in it', async () => {
  const { verify } = bench();
  for (const block of ['T', 'T-', '2026-03-01T', ' ', '+', '12:', '=']) {
    const fill = (length: number): string => block.repeat(Math.ceil(length / block.length));
    await assertLinearCost((created) => verify(token({ created })), fill, { longest: 200_000 });
    await assertLinearCost((nonce) => verify({ ...token(), nonce }), fill, { longest: 200_000 });
    await assertLinearCost((password) => verify({ ...token(), password }), fill, { longest: 200_000 });
  }
});

const security = (content: string): string =>
  `<h xmlns:w="${oasis}-wssecurity-secext-1.0.xsd" xmlns:u="${oasis}-wssecurity-utility-1.0.xsd">${content}</h>`;

tokens('is found among the header blocks', () => {
  const { children } = parseXml(
    security(
      `<Action/><w:Security><w:BinarySecurityToken/><w:UsernameToken><w:Username> admin </w:Username>
      <w:Password Type="${digestType}">\n abc= </w:Password><w:Nonce> AAAA </w:Nonce><u:Created> now </u:Created>
      </w:UsernameToken></w:Security>`,
    ),
  );
  assert.equal(findUsernameToken(children), {
    username: 'admin',
    password: 'abc=',
    passwordType: digestType,
    nonce: 'AAAA',
    created: 'now',
  });
});

tokens('is taken as it is where parts are missing or in another namespace', () => {
  const { children } = parseXml(
    security(
      '<w:Security><w:UsernameToken><Username>a</Username><w:Created>b</w:Created></w:UsernameToken></w:Security>',
    ),
  );
  const empty = { username: '', password: '', passwordType: '', nonce: '', created: '' };
  assert.equal(findUsernameToken(children), empty);
  assert.is(bench().verify(empty), 'refused');
});

tokens('is none without Security, without UsernameToken and outside of their namespace', () => {
  for (const content of [
    '',
    '<Security/>',
    '<w:Security/>',
    '<w:Security><UsernameToken/></w:Security>',
    '<w:UsernameToken/>',
  ]) {
    assert.is(findUsernameToken(parseXml(security(content)).children), undefined, content);
  }
});

tokens.run();
