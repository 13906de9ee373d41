import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OpenSsl } from './openssl.ts';
import { faultOf, type SecurityUnderTest, securityUnderTest } from './security-under-test.ts';

const pkcs12 = suite('PKCS#12 uploads');
const openssl = new OpenSsl();

pkcs12.before(() => {
  openssl.certificate('root', { ca: true });
  openssl.certificate('middle', { ca: true, issuer: 'root' });
  openssl.certificate('leaf', { issuer: 'middle', kind: 'rsa' });
  openssl.certificate('stranger');
});

function upload(device: SecurityUnderTest, CertWithPrivateKey: Uint8Array, more: object = { Passphrase: 'secret' }) {
  return device.call('UploadCertificateWithPrivateKeyInPKCS12', { CertWithPrivateKey, ...more });
}

/** Nothing of an upload is in the keystore. */
function assertEmpty({ keystore: { content } }: SecurityUnderTest): void {
  assert.equal([content.keys, content.certificates, content.paths], [[], [], []]);
}

const forms: readonly (readonly [string, string])[] = [
  ['AES-256 and SHA-256 as OpenSSL writes it', ''],
  ['AES-128 with 100,000 rounds', '-keypbe aes-128-cbc -certpbe aes-128-cbc -iter 100000'],
  ['triple DES and SHA-1 as older programs write it', '-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1'],
  ['plain certificates and SHA-512', '-certpbe NONE -macalg sha512'],
];

// shows SEC-14
for (const [form, options] of forms) {
  pkcs12(`takes key, certificate and chain: ${form}`, async () => {
    const device = securityUnderTest();
    const file = openssl.pkcs12('leaf', 'secret', ['middle', 'root'], options);
    const aliases = { CertificationPathAlias: 'web', KeyAlias: 'web key' };
    const { CertificationPathID, KeyID } = await upload(device, file, { Passphrase: 'secret', ...aliases });
    const { CertificationPath } = await device.call('GetCertificationPath', { CertificationPathID });
    assert.is(CertificationPath.Alias, 'web');
    const stored = await Promise.all(
      CertificationPath.CertificateID.map((CertificateID) => device.call('GetCertificate', { CertificateID })),
    );
    assert.equal(
      stored.map(({ Certificate }) => Buffer.from(Certificate.CertificateContent)),
      ['leaf', 'middle', 'root'].map((name) => openssl.read(`${name}.der`)),
    );
    assert.equal(
      stored.map(({ Certificate }) => [Certificate.KeyID === KeyID, Certificate.HasPrivateKey]),
      [
        [true, true],
        [false, false],
        [false, false],
      ],
    );
    assert.is(await faultOf(upload(securityUnderTest(), file, { Passphrase: 'wrong' })), 'DecryptionFailed');
  });
}

// shows SEC-14
pkcs12('passphrases come from the keystore, for integrity and encryption', async () => {
  const device = securityUnderTest();
  const file = openssl.pkcs12('leaf', 'secret', ['middle', 'root']);
  const { PassphraseID: id } = await device.call('UploadPassphrase', { Passphrase: 'secret' });
  const { PassphraseID: other } = await device.call('UploadPassphrase', { Passphrase: 'other' });
  const ids = (integrity: string, encryption: string): object => ({
    IntegrityPassphraseID: integrity,
    EncryptionPassphraseID: encryption,
  });
  assert.is(await faultOf(upload(device, file, ids(other, id))), 'DecryptionFailed');
  assert.is(await faultOf(upload(device, file, ids(id, other))), 'DecryptionFailed');
  assert.is(await faultOf(upload(device, file, ids(id, 'passphrase-0'))), 'PassphraseID');
  const open = openssl.pkcs12('leaf', 'secret', [], '-nomac');
  assert.is(await faultOf(upload(device, open, ids(id, id))), 'BadPKCS12File');
  assertEmpty(device);
  await upload(device, file, { ...ids(id, id), IgnoreAdditionalCertificates: true });
  assert.is(device.keystore.content.certificates.length, 1);
});

// shows SEC-14, SEC-15
pkcs12('a wrong file changes nothing', async () => {
  const device = securityUnderTest();
  const good = openssl.pkcs12('leaf', 'secret', ['middle', 'root']);
  const unordered = openssl.pkcs12('leaf', 'secret', ['root', 'middle']);
  assert.is(await faultOf(upload(device, unordered)), 'InvalidCertificationPath');
  openssl.run('pkcs12 -export -nokeys -in leaf.pem -out nokey.p12 -passout pass:secret');
  openssl.run('pkcs12 -export -nocerts -inkey leaf.key -out nocert.p12 -passout pass:secret');
  for (const name of ['nokey.p12', 'nocert.p12'])
    assert.is(await faultOf(upload(device, openssl.read(name))), 'BadPKCS12File');
  for (const bytes of [Buffer.alloc(0), good.subarray(0, 900), openssl.read('leaf.der'), Buffer.alloc(100_000, 0x30)])
    assert.is(await faultOf(upload(device, bytes)), 'BadPKCS12File');
  assertEmpty(device);
});

const billion = Buffer.from('02043b9aca00', 'hex');

/** The file with 10^9 rounds in place of 1,234,567: the longer number takes a byte of the salt before it. */
function withBillionRounds(file: Buffer): Buffer {
  const at = file.indexOf(Buffer.from('020312d687', 'hex'));
  assert.equal(file.subarray(at - 10, at - 8), Buffer.from([4, 8]));
  const salt = Buffer.concat([Buffer.from([4, 7]), file.subarray(at - 8, at - 1)]);
  return Buffer.concat([file.subarray(0, at - 10), salt, billion, file.subarray(at + 5)]);
}

const parts: readonly (readonly [string, string])[] = [
  ['the key', '-keypbe aes-256-cbc -certpbe NONE -nomac'],
  ['the certificates', '-keypbe aes-128-cbc -certpbe aes-128-cbc -nomac'],
  ['the MAC', '-keypbe NONE -certpbe NONE -maciter'],
];

// shows SEC-15
for (const [part, options] of parts) {
  pkcs12(`10^9 rounds for ${part} are refused before the first of them`, async () => {
    const device = securityUnderTest();
    const file = withBillionRounds(openssl.pkcs12('leaf', 'secret', [], `-iter 1234567 ${options}`));
    const began = process.cpuUsage();
    assert.is(await faultOf(upload(device, file)), 'BadPKCS12File');
    const { user, system } = process.cpuUsage(began);
    assert.ok(user + system < 1_000_000, `${user + system} µs`);
    assertEmpty(device);
  });
}

pkcs12.run();
