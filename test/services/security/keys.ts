import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { limits } from '../../../services/security/keystore/limits.ts';
import { faultOf, type SecurityUnderTest, securityUnderTest, selfSigned } from './security-under-test.ts';

const keys = suite('keys of the keystore');

function statuses({ published }: SecurityUnderTest, id: string): readonly unknown[] {
  return published.filter(({ source }) => source.KeyID === id).map(({ data }) => data);
}

// shows SEC-01, SEC-02
keys('generates RSA and EC keys aside, and tells when they are ready', async () => {
  const device = securityUnderTest();
  const rsa = await device.call('CreateRSAKeyPair', { KeyLength: 2048, Alias: 'tls' });
  const ec = await device.call('CreateECCKeyPair', { EllipticCurve: 'secp384r1' });
  assert.match(rsa.EstimatedCreationTime, /^PT[1-9]\d*S$/);
  assert.equal(await device.call('GetKeyStatus', { KeyID: ec.KeyID }), { KeyStatus: 'generating' });
  await device.generation.settled();
  assert.equal(await device.call('GetKeyStatus', { KeyID: rsa.KeyID }), { KeyStatus: 'ok' });
  assert.equal(await device.call('GetPrivateKeyStatus', { KeyID: ec.KeyID }), { hasPrivateKey: true });
  for (const { KeyID } of [rsa, ec])
    assert.equal(statuses(device, KeyID), [{ NewStatus: 'generating' }, { OldStatus: 'generating', NewStatus: 'ok' }]);
  const { KeyAttribute = [] } = await device.call('GetAllKeys', {});
  assert.equal(KeyAttribute[0], {
    ...{ KeyID: rsa.KeyID, Alias: 'tls', hasPrivateKey: true, KeyStatus: 'ok' },
    ...{ externallyGenerated: false, securelyStored: false },
  });
  const [stored] = device.keystore.content.keys;
  const key = createPrivateKey({ key: Buffer.from(stored?.privateKey ?? '', 'base64'), format: 'der', type: 'pkcs8' });
  assert.is(key.asymmetricKeyDetails?.modulusLength, 2048);
});

// shows SEC-01
keys('no answer has a private key', async () => {
  const device = securityUnderTest();
  const id = await device.ecKey();
  await selfSigned(device, id, 'camera');
  const secret = device.keystore.content.keys[0]?.privateKey ?? '';
  const answers = [await device.call('GetAllKeys', {}), await device.call('GetAllCertificates', {})];
  assert.not.match(JSON.stringify(answers), secret.slice(0, 60));
  assert.ok(secret.length > 60);
});

// shows SEC-01
keys('a key that is deleted while it is generated does not come back', async () => {
  const device = securityUnderTest();
  const { KeyID } = await device.call('CreateRSAKeyPair', { KeyLength: 2048 });
  await device.call('DeleteKey', { KeyID });
  await device.generation.settled();
  assert.equal(device.keystore.content.keys, []);
  assert.is(await faultOf(device.call('GetKeyStatus', { KeyID })), 'KeyID');
});

// shows SEC-01
keys('a restart keeps complete keys and forgets the others', async () => {
  const stored = new Map<string, string>();
  const before = securityUnderTest(stored);
  const id = await before.ecKey('kept');
  const { KeyID } = await before.call('CreateRSAKeyPair', { KeyLength: 2048 });
  const after = securityUnderTest(stored);
  await before.generation.settled();
  assert.equal(await after.call('GetKeyStatus', { KeyID: id }), { KeyStatus: 'ok' });
  assert.is(await faultOf(after.call('GetKeyStatus', { KeyID })), 'KeyID');
});

// shows SEC-01
keys('refuses other lengths and curves, and more keys than there is room for', async () => {
  const device = securityUnderTest();
  for (const KeyLength of [0, 1024, 3071, 1_000_000])
    assert.is(await faultOf(device.call('CreateRSAKeyPair', { KeyLength })), 'KeyLength');
  for (const EllipticCurve of ['', 'secp112r1', 'constructor'])
    assert.is(await faultOf(device.call('CreateECCKeyPair', { EllipticCurve })), 'UnsupportedEllipticCurve');
  const calls = Array.from({ length: limits.keys + 1 }, () =>
    faultOf(device.call('CreateECCKeyPair', { EllipticCurve: 'secp256r1' })),
  );
  assert.equal(
    (await Promise.all(calls)).map((one) => one === 'answered'),
    calls.map((_, index) => index < limits.keys),
  );
  await device.generation.settled();
  assert.is(device.keystore.content.keys.length, limits.keys);
  const Alias = 'x'.repeat(257);
  assert.is(await faultOf(device.call('CreateECCKeyPair', { EllipticCurve: 'secp256r1', Alias })), 'InvalidArgVal');
});

// shows SEC-03
keys('takes a key in PKCS#8, plain and encrypted, once', async () => {
  const device = securityUnderTest();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const KeyPair = privateKey.export({ type: 'pkcs8', format: 'der' });
  const { KeyID } = await device.call('UploadKeyPairInPKCS8', { KeyPair, Alias: 'uploaded' });
  const passphrase = 'a b c';
  const sealed = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  const { PassphraseID } = await device.call('UploadPassphrase', { Passphrase: passphrase });
  const again = { KeyPair: sealed, EncryptionPassphraseID: PassphraseID };
  assert.is((await device.call('UploadKeyPairInPKCS8', again)).KeyID, KeyID);
  assert.is(device.keystore.content.keys.length, 1);
  assert.is((await device.call('GetAllKeys', {})).KeyAttribute?.[0]?.externallyGenerated, true);
  const wrong = { KeyPair: sealed, EncryptionPassphrase: 'other' };
  assert.is(await faultOf(device.call('UploadKeyPairInPKCS8', wrong)), 'DecryptionFailed');
  assert.is(await faultOf(device.call('UploadKeyPairInPKCS8', { KeyPair: sealed })), 'BadPKCS8File');
  const ed = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  assert.is(await faultOf(device.call('UploadKeyPairInPKCS8', { KeyPair: ed })), 'UnsupportedPublicKeyAlgorithm');
});

// shows SEC-04
keys('a key with a certificate cannot be deleted, and passphrases are told by alias only', async () => {
  const device = securityUnderTest();
  const KeyID = await device.ecKey();
  const CertificateID = await selfSigned(device, KeyID, 'camera');
  assert.is(await faultOf(device.call('DeleteKey', { KeyID })), 'ReferenceExists');
  await device.call('DeleteCertificate', { CertificateID });
  await device.call('DeleteKey', { KeyID });
  const { PassphraseID } = await device.call('UploadPassphrase', { Passphrase: 'secret', PassphraseAlias: 'mail' });
  assert.equal(await device.call('GetAllPassphrases', {}), { PassphraseAttribute: [{ PassphraseID, Alias: 'mail' }] });
  await device.call('DeletePassphrase', { PassphraseID });
  assert.is(await faultOf(device.call('DeletePassphrase', { PassphraseID })), 'PassphraseID');
  for (const Passphrase of ['', 'x'.repeat(257), 'a\nb'])
    assert.is(await faultOf(device.call('UploadPassphrase', { Passphrase })), 'BadPassphrase');
});

// shows SEC-04
keys('what another part of the device uses cannot be deleted', async () => {
  const device = securityUnderTest();
  const KeyID = await device.ecKey();
  const CertificateID = await selfSigned(device, KeyID, 'broker');
  let used = CertificateID;
  device.keystore.addUser((kind, id) => kind === 'certificates' && id === used);
  assert.is(await faultOf(device.call('DeleteCertificate', { CertificateID })), 'ReferenceExists');
  used = '';
  await device.call('DeleteCertificate', { CertificateID });
});

keys.run();
