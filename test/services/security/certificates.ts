import { X509Certificate } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type * as tas from '../../../services/generated/tas.ts';
import { OpenSsl } from './openssl.ts';
import {
  ecdsaSha256,
  faultOf,
  now,
  rsaSha256,
  type SecurityUnderTest,
  securityUnderTest,
  selfSigned,
} from './security-under-test.ts';

const certificates = suite('certificates of the keystore');
const openssl = new OpenSsl();

const subject: tas.DistinguishedName = {
  ...{ Country: ['DE'], Organization: ['Müller & Söhne'], OrganizationalUnit: ['Hof'], CommonName: ['camera.example'] },
  ...{ SerialNumber: ['42'], DistinguishedNameQualifier: ['q'], StateOrProvinceName: ['Hessen'] },
};

async function content(device: SecurityUnderTest, CertificateID: string): Promise<X509Certificate> {
  return new X509Certificate((await device.call('GetCertificate', { CertificateID })).Certificate.CertificateContent);
}

// shows SEC-10
certificates('makes a self-signed certificate that OpenSSL verifies, for as long as the client says', async () => {
  const device = securityUnderTest();
  const KeyID = await device.ecKey();
  const request = { Subject: subject, KeyID, Alias: 'own', SignatureAlgorithm: ecdsaSha256 };
  const { CertificateID } = await device.call('CreateSelfSignedCertificate', request);
  const made = await content(device, CertificateID);
  assert.is(
    made.subject,
    'C=DE\nST=Hessen\nO=Müller & Söhne\nOU=Hof\nCN=camera.example\nserialNumber=42\ndnQualifier=q',
  );
  assert.is(made.issuer, made.subject);
  assert.is(made.checkHost('camera.example'), 'camera.example');
  assert.is(Date.parse(made.validFrom), now);
  assert.is(Date.parse(made.validTo), Date.UTC(9999, 11, 31, 23, 59, 59));
  openssl.write('own.pem', made.toString());
  assert.match(openssl.run('verify -check_ss_sig -no_check_time -CAfile own.pem own.pem'), 'own.pem: OK');
  const dates = { notValidBefore: new Date('2026-01-01T00:00:00.5Z'), notValidAfter: new Date('2060-01-01T00:00:00Z') };
  const second = await device.call('CreateSelfSignedCertificate', { ...request, ...dates });
  const dated = await content(device, second.CertificateID);
  assert.is(dated.validTo, 'Jan  1 00:00:00 2060 GMT');
  assert.is.not(dated.serialNumber, made.serialNumber);
  const { Certificate = [] } = await device.call('GetAllCertificates', {});
  assert.equal(
    Certificate.map(({ Alias, HasPrivateKey, KeyID: id }) => [Alias, HasPrivateKey, id === KeyID]),
    [
      ['own', true, true],
      ['own', true, true],
    ],
  );
});

// shows SEC-10
certificates('refuses subjects, dates, keys and algorithms that do not go', async () => {
  const device = securityUnderTest();
  const KeyID = await device.ecKey();
  const good = { Subject: subject, KeyID, SignatureAlgorithm: ecdsaSha256 };
  const wrong: readonly (readonly [string, Partial<tas.CreateSelfSignedCertificate>])[] = [
    ['InvalidSubject', { Subject: {} }],
    ['InvalidSubject', { Subject: { Country: ['Germany'] } }],
    ['InvalidSubject', { Subject: { CommonName: ['x'.repeat(65)] } }],
    ['InvalidSubject', { Subject: { SerialNumber: ['a_b'] } }],
    ['InvalidSubject', { Subject: { CommonName: ['#04ff'] } }],
    ['InvalidSubject', { Subject: { GenericAttribute: [{ Type: 'CN', Value: 'x' }] } }],
    ['InvalidDateTime', { notValidBefore: new Date('2027-01-01'), notValidAfter: new Date('2026-01-01') }],
    ['InvalidDateTime', { notValidBefore: new Date('1949-12-31') }],
    ['InvalidDateTime', { notValidAfter: new Date(Number.NaN) }],
    ['KeyID', { KeyID: 'key-0' }],
    ['UnsupportedSignatureAlgorithm', { SignatureAlgorithm: { algorithm: '1.2.3' } }],
    ['UnsupportedSignatureAlgorithm', { SignatureAlgorithm: { algorithm: 'toString' } }],
    ['KeySignatureAlgorithmMismatch', { SignatureAlgorithm: rsaSha256 }],
    ['UnsupportedX509Version', { X509Version: 1 }],
    [
      'CertificateCreationFailed',
      { Extension: [{ extnOID: '2.5.29.15', critical: true, extnValue: Buffer.from([3]) }] },
    ],
  ];
  for (const [fault, change] of wrong)
    assert.is(await faultOf(device.call('CreateSelfSignedCertificate', { ...good, ...change })), fault);
  const pending = (await device.call('CreateRSAKeyPair', { KeyLength: 2048 })).KeyID;
  const early = { ...good, KeyID: pending, SignatureAlgorithm: rsaSha256 };
  assert.is(await faultOf(device.call('CreateSelfSignedCertificate', early)), 'InvalidKeyStatus');
  assert.equal(device.keystore.content.certificates, []);
});

// shows SEC-11
certificates('makes a request that a certification authority signs, and takes its certificate', async () => {
  const device = securityUnderTest();
  const ca = openssl.certificate('authority', { ca: true });
  const KeyID = await device.ecKey();
  const usage = { extnOID: '2.5.29.15', critical: true, extnValue: Buffer.from('03020780', 'hex') };
  const challenge = { OID: '1.2.840.113549.1.9.7', value: Buffer.from('0c03616263', 'hex') };
  const { PKCS10CSR } = await device.call('CreatePKCS10CSR', {
    ...{ Subject: subject, KeyID, SignatureAlgorithm: ecdsaSha256 },
    CSRAttribute: [{ X509v3Extension: usage }, { BasicRequestAttribute: challenge }],
  });
  openssl.write('request.der', PKCS10CSR);
  const shown = openssl.run('req -in request.der -inform DER -verify -noout -text -nameopt utf8');
  assert.match(shown, 'CN=camera.example');
  assert.match(shown, 'Digital Signature');
  assert.match(shown, /challengePassword +:abc/);
  const signer = '-CA authority.pem -CAkey authority.key -CAcreateserial -copy_extensions copy';
  openssl.run(`x509 -req -in request.der -inform DER ${signer} -outform DER -out signed.der`);
  const signed = { Certificate: openssl.read('signed.der'), PrivateKeyRequired: true };
  const uploaded = await device.call('UploadCertificate', signed);
  assert.is(uploaded.KeyID, KeyID);
  const root = await device.call('UploadCertificate', { Certificate: ca, KeyAlias: 'authority' });
  const CertificateID = [uploaded.CertificateID, root.CertificateID];
  const { CertificationPathID } = await device.call('CreateCertificationPath', {
    CertificateIDs: { CertificateID },
    Alias: 'a',
  });
  assert.equal(await device.call('GetCertificationPath', { CertificationPathID }), {
    CertificationPath: { CertificateID, Alias: 'a' },
  });
  const wrongWay = { CertificateIDs: { CertificateID: [...CertificateID].reverse() } };
  assert.is(await faultOf(device.call('CreateCertificationPath', wrongWay)), 'InvalidCertificationPath');
  for (const id of CertificateID)
    assert.is(await faultOf(device.call('DeleteCertificate', { CertificateID: id })), 'ReferenceExists');
  await device.call('DeleteCertificationPath', { CertificationPathID });
  await device.call('DeleteCertificate', { CertificateID: uploaded.CertificateID });
});

// shows SEC-11
certificates('refuses a request with attributes that are no DER', async () => {
  const device = securityUnderTest();
  const request = { Subject: subject, KeyID: await device.ecKey(), SignatureAlgorithm: ecdsaSha256 };
  const broken = [
    { BasicRequestAttribute: { OID: '1.2.3', value: Buffer.from('0c05', 'hex') } },
    { BasicRequestAttribute: { OID: 'x', value: Buffer.from('0500', 'hex') } },
    { X509v3Extension: { extnOID: '2.5.29.15', critical: true, extnValue: Buffer.from('ff', 'hex') } },
  ];
  for (const one of broken)
    assert.is(await faultOf(device.call('CreatePKCS10CSR', { ...request, CSRAttribute: [one] })), 'InvalidAttribute');
});

// shows SEC-12
certificates('takes certificates of others, expired too, and refuses what it cannot read', async () => {
  const device = securityUnderTest();
  const good = openssl.certificate('good', { kind: 'rsa' });
  const { CertificateID, KeyID } = await device.call('UploadCertificate', { Certificate: good, KeyAlias: 'theirs' });
  assert.equal((await device.call('GetCertificate', { CertificateID })).Certificate.HasPrivateKey, false);
  assert.equal(await device.call('GetPrivateKeyStatus', { KeyID }), { hasPrivateKey: false });
  const upload = (Certificate: Uint8Array, more = {}): Promise<string> =>
    faultOf(device.call('UploadCertificate', { Certificate, ...more }));
  openssl.run('x509 -in good.pem -x509toreq -signkey good.key -out good.csr2');
  openssl.run('x509 -req -in good.csr2 -signkey good.key -outform DER -out first.der');
  assert.is(await upload(openssl.read('first.der')), 'answered');
  assert.is(await upload(good), 'Duplicate');
  assert.is(await upload(openssl.certificate('other'), { PrivateKeyRequired: true }), 'NoMatchingPrivateKey');
  openssl.run('req -x509 -newkey ed25519 -nodes -keyout ed.key -out ed.der -outform DER -subj /CN=ed');
  assert.is(await upload(openssl.read('ed.der')), 'UnsupportedSignatureAlgorithm');
  const maker = securityUnderTest();
  const past = { notValidBefore: new Date('2001-01-01'), notValidAfter: new Date('2002-01-01') };
  const expired = { Subject: subject, KeyID: await maker.ecKey(), SignatureAlgorithm: ecdsaSha256, ...past };
  const old = await maker.call('CreateSelfSignedCertificate', expired);
  assert.is(await upload((await content(maker, old.CertificateID)).raw), 'answered');
  const cut = good.subarray(0, good.length - 9);
  const flipped = Buffer.from(good).fill(0xff, 8, 20);
  const behind = Buffer.concat([good, Buffer.alloc(4)]);
  for (const bytes of [Buffer.alloc(0), cut, flipped, behind, openssl.read('good.pem'), Buffer.alloc(20_000, 0x30)])
    assert.is(await upload(bytes), 'BadCertificate');
  assert.is(device.keystore.content.certificates.length, 3);
});

// shows SEC-13
certificates('a path of more than ten certificates, or of unknown ones, is refused', async () => {
  const device = securityUnderTest();
  const id = await selfSigned(device, await device.ecKey(), 'camera');
  const create = (CertificateID: readonly string[]): Promise<string> =>
    faultOf(device.call('CreateCertificationPath', { CertificateIDs: { CertificateID } }));
  assert.is(await create(Array.from({ length: 11 }, () => id)), 'CertificationPathCreationFailed');
  assert.is(await create([id, 'certificate-0']), 'CertificateID');
  assert.is(await faultOf(device.call('GetCertificationPath', { CertificationPathID: 'x' })), 'CertificationPathID');
  assert.is(await faultOf(device.call('DeleteCertificationPath', { CertificationPathID: 'x' })), 'CertificationPathID');
  assert.equal(await device.call('GetAllCertificationPaths', {}), { CertificationPathID: [] });
});

certificates.run();
