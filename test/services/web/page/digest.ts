import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createDigestAuthority, digestSecrets } from '../../../../services/auth/digest.ts';
import { bestChallenge, DigestAnswers, secretsOf } from '../../../../services/web/page/session/digest.ts';
import { md5 } from '../../../../services/web/page/session/md5.ts';
import { sha256 } from '../../../../services/web/page/session/sha256.ts';

const digest = suite('digest of the page');
const realm = 'Vedette 1234';
const [name, password] = ['Jürgen', 'päss "word" 1'];

for (const [kind, own] of [
  ['sha256', sha256],
  ['md5', md5],
] as const)
  digest(`hashes any text as Node.js does (${kind})`, () => {
    const same = (text: string): void => assert.is(own(text), createHash(kind).update(text).digest('hex'));
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120]) same('a'.repeat(length));
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), same));
  });

for (const algorithm of ['SHA-256', 'MD5'] as const)
  digest(`is accepted by the camera, again and again with one nonce (${algorithm})`, () => {
    const user = { name, level: 'Administrator', ha1: digestSecrets(name, realm, password) } as const;
    const authority = createDigestAuthority({ realm, users: () => [user], algorithms: () => [algorithm] });
    const challenge = bestChallenge(authority.challenges().join(', '));
    assert.is(challenge?.algorithm, algorithm);
    if (challenge === undefined) return;
    const answers = new DigestAnswers(challenge);
    const secrets = secretsOf(name, realm, password);
    for (const uri of ['/page/user', '/onvif/device_service']) {
      const authorization = answers.authorization(name, secrets, 'POST', uri);
      assert.is(authority.verify({ authorization, method: 'POST', uri }).kind, 'ok');
    }
    const wrong = answers.authorization(name, secretsOf(name, realm, 'other'), 'GET', '/');
    assert.is(authority.verify({ authorization: wrong, method: 'GET', uri: '/' }).kind, 'refused');
  });

digest('prefers SHA-256, and sees that a nonce is stale', () => {
  const authority = createDigestAuthority({ realm, users: () => [], algorithms: () => ['MD5', 'SHA-256'] });
  const challenge = bestChallenge(authority.challenges(true).join(', '));
  assert.equal([challenge?.algorithm, challenge?.stale, challenge?.realm], ['SHA-256', true, realm]);
  assert.is(bestChallenge('Basic realm="x"'), undefined);
});

digest.run();
