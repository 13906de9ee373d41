import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  createTokenVerifier,
  findUsernameToken,
  type TokenVerifier,
  type UsernameToken,
} from '../../../services/auth/username-token.ts';
import { parseXml } from '../schema/parse-xml.ts';

const tokens = suite('username token');

// Away from UTC, where a time without a zone would be another one.
process.env.TZ = 'America/New_York';

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const digestType = `${oasis}-username-token-profile-1.0#PasswordDigest`;
const start = Date.UTC(2026, 2, 1, 12);

interface Bench {
  readonly verifier: TokenVerifier;
  now: number;
}

function bench(): Bench {
  const made: Bench = {
    now: start,
    verifier: createTokenVerifier({
      password: (name) => (name === 'admin' ? 'secret-1' : undefined),
      now: () => made.now,
    }),
  };
  return made;
}

/** A right token of the user admin, the given facts apart. */
function token(facts: Partial<UsernameToken> = {}, password = 'secret-1'): UsernameToken {
  const { nonce = 'MTIzNDU2Nzg5MDEyMzQ1Ng==', created = new Date(start).toISOString() } = facts;
  const sha1 = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(password);
  return { username: 'admin', password: sha1.digest('base64'), passwordType: digestType, nonce, created, ...facts };
}

tokens('knows the digest that ONVIF and gSOAP clients send', () => {
  const { verifier } = createTokenVerifierAt('2010-09-16T07:50:45Z', 'userpassword');
  // The example of the ONVIF Application Programmer's Guide, 6.1.1.3.
  const known = {
    username: 'user',
    password: 'tuOSpGlFlIXsozq4HFNeeGeFLEI=',
    passwordType: '#PasswordDigest',
    nonce: 'LKqI6G/AikKCQrN0zqZFlg==',
    created: '2010-09-16T07:50:45Z',
  };
  assert.is(verifier.verify(known), true);
});

function createTokenVerifierAt(time: string, password: string): { readonly verifier: TokenVerifier } {
  return { verifier: createTokenVerifier({ password: () => password, now: () => Date.parse(time) }) };
}

const at = (milliseconds: number): string => new Date(start + milliseconds).toISOString();
const rows: readonly (readonly [name: string, token: UsernameToken, verdict: boolean])[] = [
  ['a right one', token(), true],
  ['one of five minutes ago', token({ created: at(-300_000) }), true],
  ['one of more than five minutes ago', token({ created: at(-300_001) }), false],
  ['one of a clock five minutes ahead', token({ created: at(300_000) }), true],
  ['one of a clock more than five minutes ahead', token({ created: at(300_001) }), false],
  ['a time without fractions', token({ created: '2026-03-01T12:00:00Z' }), true],
  ['a time of another zone', token({ created: '2026-03-01T14:00:00+02:00' }), true],
  ['a time without a zone, taken for UTC', token({ created: '2026-03-01T12:00:00' }), true],
  ['no time', token({ created: '' }), false],
  ['a time that is none', token({ created: 'now' }), false],
  ['a nonce of one byte', token({ nonce: 'AA==' }), true],
  ['no nonce', token({ nonce: '' }), false],
  ['a nonce of 129 characters', token({ nonce: 'A'.repeat(129) }), false],
  ['a wrong password', token({}, 'secret-2'), false],
  ['an empty password', token({}, ''), false],
  ['an unknown user', token({ username: 'root' }), false],
  ['an unknown user with the digest of nothing', token({ username: 'root' }, ''), false],
  ['the password as text', token({ password: 'secret-1', passwordType: digestType.replace('Digest', 'Text') }), false],
  ['the password without a type', token({ password: 'secret-1', passwordType: '' }), false],
  ['a digest called text', token({ passwordType: digestType.replace('Digest', 'Text') }), false],
  ['a digest without a type', token({ passwordType: '' }), false],
  ['no digest', token({ password: '' }), false],
  ['half a digest', token({ password: token().password.slice(0, 12) }), false],
];

for (const [name, given, verdict] of rows) {
  tokens(`${verdict ? 'takes' : 'refuses'} ${name}`, () => assert.is(bench().verifier.verify(given), verdict));
}

tokens('takes the same one once', () => {
  const { verifier } = bench();
  assert.equal([verifier.verify(token()), verifier.verify(token())], [true, false]);
  assert.is(verifier.verify(token({ nonce: 'BBBB' })), true);
  assert.is(verifier.verify(token({ created: at(1) })), true);
});

tokens('knows the same one again in another spelling of its base64', () => {
  const { verifier } = bench();
  const nonce = '+/+/MTIzNDU2Nzg5MDEyMw==';
  assert.is(verifier.verify(token({ nonce })), true);
  for (const spelling of [nonce.replaceAll('=', ''), `${nonce}=`, nonce.replaceAll('+', '-'), `+ ${nonce.slice(1)}`]) {
    assert.equal(Buffer.from(spelling, 'base64'), Buffer.from(nonce, 'base64'));
    assert.is(verifier.verify(token({ nonce: spelling })), false, spelling);
  }
});

tokens('refuses a replay for as long as its time is good', () => {
  const made = bench();
  const ahead = token({ created: at(300_000) });
  assert.is(made.verifier.verify(ahead), true);
  for (const later of [1, 300_000, 599_999, 600_000, 600_001]) {
    made.now = start + later;
    assert.is(made.verifier.verify(ahead), false, `${later} ms later`);
  }
});

tokens('does not remember a wrong one, so that nobody can spend the nonce of another', () => {
  const { verifier } = bench();
  assert.is(verifier.verify({ ...token(), password: 'AAAA' }), false);
  assert.is(verifier.verify(token()), true);
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
  assert.is(bench().verifier.verify(empty), false);
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
