import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDigest } from '../../../services/auth/authorization-header.ts';
import { assertLinearCost } from '../../linear-cost.ts';

const header = suite('authorization header');

const understood: readonly (readonly [name: string, value: string, expected: Record<string, string>])[] = [
  ['one parameter', 'Digest realm="a"', { realm: 'a' }],
  ['several', 'Digest username="u", realm="r",nc=00000001', { username: 'u', realm: 'r', nc: '00000001' }],
  ['any case of the scheme and of names', 'dIGEST Realm="A"', { realm: 'A' }],
  ['blanks around everything', '  Digest   realm = "a"  ,  nc = 1  ', { realm: 'a', nc: '1' }],
  ['tabs', 'Digest\trealm="a",\tnc=1', { realm: 'a', nc: '1' }],
  ['stray commas', 'Digest , realm="a",, nc=1,', { realm: 'a', nc: '1' }],
  [
    'values without quotes',
    'Digest username=admin, algorithm=MD5, qop=auth',
    { username: 'admin', algorithm: 'MD5', qop: 'auth' },
  ],
  ['quotes where none belong', 'Digest nc="00000001", qop="auth"', { nc: '00000001', qop: 'auth' }],
  ['commas and equals signs in quotes', 'Digest nonce="a=,b==", nc=1', { nonce: 'a=,b==', nc: '1' }],
  ['escaped characters', 'Digest username="a\\"b\\\\c\\d"', { username: 'a"b\\cd' }],
  ['empty values', 'Digest username="", nc=', { username: '', nc: '' }],
  ['the extended user name', "Digest username*=UTF-8''a", { 'username*': "UTF-8''a" }],
  ['names of an object of its own', 'Digest __proto__="a", constructor=b', { ['__proto__']: 'a', constructor: 'b' }],
  ['no parameters', 'Digest ', {}],
];

for (const [name, value, expected] of understood) {
  header(`understands ${name}`, () =>
    assert.equal([...(parseDigest(value) ?? [['', 'refused']])], Object.entries(expected)),
  );
}

const refused: readonly (readonly [name: string, value: string])[] = [
  ['nothing', ''],
  ['the scheme alone', 'Digest'],
  ['Basic', 'Basic YWRtaW46YWRtaW4='],
  ['a longer scheme', 'Digestive realm="a"'],
  ['a parameter twice', 'Digest nc=1, realm="a", NC=2'],
  ['an open quote', 'Digest realm="a'],
  ['an escaped closing quote', 'Digest realm="a\\"'],
  ['no comma between parameters', 'Digest realm="a" nc=1'],
  ['a name without a value', 'Digest realm'],
  ['a value without a name', 'Digest ="a"'],
  ['a quote within a token', 'Digest nc=1"2'],
  ['more than 4096 characters', `Digest realm="${'a'.repeat(4090)}"`],
];

for (const [name, value] of refused) header(`refuses ${name}`, () => assert.is(parseDigest(value), undefined));

header('gives back any values in quotes', () => {
  const names = fc.stringMatching(/^[a-z][a-z0-9*_-]{0,8}$/);
  const entries = fc.uniqueArray(fc.tuple(names, fc.string({ maxLength: 30 })), {
    selector: ([name]) => name,
    maxLength: 9,
  });
  fc.assert(
    fc.property(entries, (pairs) => {
      const text = pairs.map(([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`).join(', ');
      assert.equal([...(parseDigest(`Digest ${text}`) ?? [])], pairs);
    }),
  );
});

header('never throws, whatever comes', () => {
  const pieces = fc.constantFrom('Digest ', '"', '\\', ',', '=', ' ', 'realm', 'nc=1', '\u0000', 'é');
  const texts = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      parseDigest(text);
      const found = parseDigest(`Digest ${text}`);
      return found === undefined || found instanceof Map;
    }),
    { numRuns: 1000 },
  );
});

header('costs no more than its length, whatever stands in it', async () => {
  for (const block of [' ', ', ', 'a', 'a=', 'a= ', 'a = ', '"', '\\', '\\"', 'a="', '=,', 'realm']) {
    const fill = (length: number): string => block.repeat(Math.ceil(length / block.length));
    for (const start of ['Digest ', 'Digest a=']) {
      await assertLinearCost(parseDigest, (length) => `${start}${fill(length - 20)}x y`.slice(0, 4096), {
        longest: 4096,
      });
    }
  }
});

header.run();
