import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDigest } from '../../../services/auth/authorization-header.ts';
import {
  createDigestAuthority,
  type DigestAuthority,
  digestResponse,
  digestSecrets,
} from '../../../services/auth/digest.ts';
import type { DigestAlgorithm, DigestUser } from '../../../services/auth/digest-user.ts';
import { authorization, challenged, type DigestLogin } from './digest-client.ts';

const digest = suite('digest');

const realm = 'camera';
const users: readonly DigestUser[] = [
  { name: 'admin', level: 'Administrator', ha1: digestSecrets('admin', realm, 'secret-1') },
  { name: 'Jürgen', level: 'User', ha1: digestSecrets('Jürgen', realm, 'geheim-€') },
];

interface Bench {
  readonly authority: DigestAuthority;
  /** The verdict on a login with a fresh nonce, the given facts apart. */
  verdict(facts?: Partial<DigestLogin>, request?: { method?: string; uri?: string }): string;
  nonce(): string;
  pass(milliseconds: number): void;
}

function bench(algorithms: readonly DigestAlgorithm[] = ['MD5', 'SHA-256']): Bench {
  let now = 1000;
  const authority = createDigestAuthority({ realm, users: () => users, algorithms: () => algorithms, now: () => now });
  const nonce = (): string => challenged(authority.challenges()[0], 'nonce');
  return {
    authority,
    nonce,
    verdict: (facts, request) => {
      const login = { username: 'admin', password: 'secret-1', realm, nonce: facts?.nonce ?? nonce(), nc: '00000001' };
      const asked = { method: 'GET', uri: '/', ...request };
      return authority.verify({ authorization: authorization({ ...login, ...facts }), ...asked }).kind;
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** RFC 7616 3.9.1. */
const mufasa = (algorithm: string, response: string): string =>
  'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", ' +
  `algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, ` +
  `cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="${response}", ` +
  'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

const vectors = [
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const;

for (const [algorithm, response] of vectors) {
  digest(`computes the ${algorithm} example of RFC 7616`, () => {
    const parameters = parseDigest(mufasa(algorithm, response)) ?? new Map();
    const secrets = digestSecrets('Mufasa', 'http-auth@example.org', 'Circle of Life');
    assert.is(digestResponse(algorithm, secrets[algorithm], 'GET', parameters), response);
    assert.is(parameters.get('response'), response);
  });
}

digest('computes the example of RFC 2617 with qop', () => {
  const parameters = parseDigest(
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
      'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", response=""',
  );
  const secrets = digestSecrets('Mufasa', 'testrealm@host.com', 'Circle Of Life');
  assert.is(digestResponse('MD5', secrets.MD5, 'GET', parameters ?? new Map()), '6629fae49393a05397450978507c4ef1');
});

digest('challenges with each algorithm in use in its order, with one nonce for all of them', () => {
  for (const algorithms of [['MD5'], ['SHA-256'], ['SHA-256', 'MD5'], ['MD5', 'SHA-256']] as const) {
    const { authority } = bench(algorithms);
    const challenges = authority.challenges();
    assert.equal(
      challenges.map((one) => challenged(one, 'algorithm')),
      algorithms,
    );
    const nonces = new Set(challenges.map((one) => challenged(one, 'nonce')));
    assert.is(nonces.size, 1);
    assert.not.ok(nonces.has(challenged(authority.challenges()[0], 'nonce')));
  }
});

digest('challenges with MD5 alone where nothing else was set (ONVIF Core 5.9.4)', () => {
  const authority = createDigestAuthority({ realm, users: () => users });
  assert.equal(
    authority.challenges().map((one) => challenged(one, 'algorithm')),
    ['MD5'],
  );
});

digest('writes the fields of a challenge in the order that clients read by position', () => {
  const { authority } = bench(['MD5']);
  assert.match(
    authority.challenges()[0] ?? '',
    /^Digest realm="camera", nonce="[\w-]{43}", algorithm=MD5, qop="auth"$/,
  );
  assert.match(
    authority.challenges(true)[0] ?? '',
    /^Digest realm="camera", nonce="[\w-]{43}", stale=true, algorithm=MD5, qop="auth"$/,
  );
});

digest('calls an algorithm that is no longer in use stale, so that the client takes another', () => {
  const { verdict } = bench(['MD5']);
  assert.is(verdict({ algorithm: 'SHA-256' }), 'stale');
  assert.is(verdict({ algorithm: 'SHA-256', password: 'x' }), 'refused');
});

type Request = { readonly method?: string; readonly uri?: string };
const rows: readonly (readonly [name: string, facts: Partial<DigestLogin>, request: Request, verdict: string])[] = [
  ['MD5', {}, {}, 'ok'],
  ['SHA-256', { algorithm: 'SHA-256' }, {}, 'ok'],
  ['an algorithm in lower case', { algorithm: 'SHA-256', sent: { algorithm: 'sha-256' } }, {}, 'ok'],
  ['an MD5 response for SHA-256', { sent: { algorithm: 'SHA-256' } }, {}, 'refused'],
  ['an unknown algorithm', { sent: { algorithm: 'SHA-512-256' } }, {}, 'refused'],
  ['the session variant', { sent: { algorithm: 'MD5-sess' } }, {}, 'refused'],
  ['a wrong password', { password: 'secret-2' }, {}, 'refused'],
  ['no password', { password: '' }, {}, 'refused'],
  ['an unknown user', { username: 'root' }, {}, 'refused'],
  ['a user in other case', { username: 'Admin' }, {}, 'refused'],
  ['another realm', { realm: 'other' }, {}, 'refused'],
  ['another realm in the header', { sent: { realm: 'other' } }, {}, 'refused'],
  ['another method', { method: 'POST' }, {}, 'refused'],
  ['the method of the request', { method: 'POST' }, { method: 'POST' }, 'ok'],
  ['another uri', { uri: '/other' }, {}, 'refused'],
  ['another uri in the header', { sent: { uri: '/other' } }, {}, 'refused'],
  ['the uri with its query', { uri: '/a?b=c' }, { uri: '/a?b=c' }, 'ok'],
  ['the uri without its query', { uri: '/a' }, { uri: '/a?b=c' }, 'refused'],
  ['an absolute uri', { uri: 'http://192.0.2.1:80/a' }, { uri: '/a' }, 'ok'],
  ['a path where the request has an absolute uri', { uri: '/a' }, { uri: 'http://192.0.2.1/a' }, 'ok'],
  ['an absolute uri without a path', { uri: 'http://192.0.2.1' }, {}, 'ok'],
  ['an absolute uri of another path', { uri: 'http://192.0.2.1/b' }, { uri: '/a' }, 'refused'],
  ['another quality of protection', { sent: { qop: 'auth-int' } }, {}, 'refused'],
  ['a nonce count that is no number', { nc: 'x' }, {}, 'refused'],
  ['a nonce count of nine digits', { nc: '000000001' }, {}, 'refused'],
  ['a nonce count of zero', { nc: '00000000' }, {}, 'stale'],
  ['a short nonce count', { nc: '1' }, {}, 'ok'],
  ['a foreign nonce', { nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093' }, {}, 'stale'],
  ['a foreign nonce and a wrong password', { nonce: 'dcd98b71', password: 'x' }, {}, 'refused'],
  ['an empty response', { sent: { response: '' } }, {}, 'refused'],
  [
    'a name in UTF-8 as node reads it',
    { username: 'Jürgen', password: 'geheim-€', sent: { username: 'JÃ¼rgen' } },
    {},
    'ok',
  ],
  ['a name in UTF-8 as RTSP reads it', { username: 'Jürgen', password: 'geheim-€' }, {}, 'ok'],
];

for (const [name, facts, request, verdict] of rows) {
  digest(`${name}: ${verdict}`, () => assert.is(bench().verdict(facts, request), verdict));
}

digest('takes the form of RFC 2069 once, or on the connection where it came first', () => {
  const { authority, nonce, pass } = bench();
  const connection = {};
  const verify = (value: string, on?: object): string =>
    authority.verify({ authorization: value, method: 'GET', uri: '/', ...(on !== undefined && { connection: on }) })
      .kind;
  const next = (): string => authorization({ username: 'admin', password: 'secret-1', realm, nonce: nonce() });
  const [first, second] = [next(), next()];
  assert.not.match(first, 'qop');
  assert.equal([verify(first), verify(first), verify(first, connection)], ['ok', 'stale', 'stale']);
  assert.equal([verify(second, connection), verify(second, connection)], ['ok', 'ok']);
  assert.equal([verify(second, {}), verify(second)], ['stale', 'stale']);
  pass(300_001);
  assert.is(verify(second, connection), 'stale');
});

digest('names the user of each verdict, for those who count', () => {
  const { authority, nonce } = bench();
  const verdict = (facts: Partial<DigestLogin>): unknown => {
    const login = { username: 'admin', password: 'secret-1', realm, nonce: nonce(), nc: '1', ...facts };
    return authority.verify({ authorization: authorization(login), method: 'GET' });
  };
  const user = { name: 'admin', level: 'Administrator' };
  assert.equal(verdict({}), { kind: 'ok', user });
  assert.equal(verdict({ nonce: 'x' }), { kind: 'stale', user });
  assert.equal(verdict({ password: 'x' }), { kind: 'refused', user });
  assert.equal(verdict({ realm: 'x' }), { kind: 'refused', user });
  assert.equal(verdict({ username: 'root' }), { kind: 'refused', user: undefined });
});

digest('takes any uri where the caller has none to compare, as RTSP clients vary it', () => {
  const { authority, nonce } = bench();
  const uri = 'rtsp://192.0.2.1/main/trackID=1';
  const value = authorization({ username: 'admin', password: 'secret-1', realm, nonce: nonce(), method: 'SETUP', uri });
  assert.is(authority.verify({ authorization: value, method: 'SETUP' }).kind, 'ok');
});

digest('calls a count that was used already stale, also after higher ones', () => {
  const { verdict, nonce } = bench();
  const one = nonce();
  const kinds = ['1', '2', '5', '5', '3', '3', '1'].map((nc) => verdict({ nonce: one, nc }));
  assert.equal(kinds, ['ok', 'ok', 'ok', 'stale', 'ok', 'stale', 'stale']);
});

digest('calls a nonce stale after its lifetime, a wrong password with it refused', () => {
  const { verdict, nonce, pass } = bench();
  const one = nonce();
  pass(300_000);
  assert.is(verdict({ nonce: one }), 'ok');
  pass(1);
  assert.is(verdict({ nonce: one, nc: '2' }), 'stale');
  assert.is(verdict({ nonce: one, nc: '3', password: 'x' }), 'refused');
});

digest('refuses a nonce of another authority as stale', () => {
  assert.is(bench().verdict({ nonce: bench().nonce() }), 'stale');
});

digest('refuses everybody where there are no users, also one who hashes an empty secret', () => {
  const authority = createDigestAuthority({ realm, users: () => [] });
  const nonce = challenged(authority.challenges()[0], 'nonce');
  const value = authorization({ username: '', password: '', realm, nonce, nc: '1' });
  assert.is(authority.verify({ authorization: value, method: 'GET' }).kind, 'refused');
  const parameters = new Map(Object.entries({ nonce, uri: '/', nc: '1', cnonce: 'c', qop: 'auth' }));
  const response = digestResponse('MD5', '', 'GET', parameters);
  const forged = `Digest username="x", realm="${realm}", nonce="${nonce}", uri="/", nc=1, cnonce="c", qop=auth, response="${response}"`;
  assert.is(authority.verify({ authorization: forged, method: 'GET' }).kind, 'refused');
});

digest('sees a user who came after the challenge, and no more one who went', () => {
  let present: readonly DigestUser[] = [];
  const authority = createDigestAuthority({ realm, users: () => present });
  const nonce = challenged(authority.challenges()[0], 'nonce');
  const verify = (nc: string): string => {
    const value = authorization({ username: 'admin', password: 'secret-1', realm, nonce, nc });
    return authority.verify({ authorization: value, method: 'GET' }).kind;
  };
  assert.is(verify('1'), 'refused');
  present = users;
  assert.is(verify('1'), 'ok');
  present = [];
  assert.is(verify('2'), 'refused');
});

digest.run();
