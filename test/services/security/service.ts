import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type AdvancedsecurityOperations,
  advancedsecurityOperations,
} from '../../../services/generated/advancedsecurity-operations.ts';
import { encodeResponse, namespaceAttributes } from '../../../services/schema/codec.ts';
import { limits } from '../../../services/security/keystore/limits.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { OpenSsl } from './openssl.ts';
import { ecdsaSha256, securityUnderTest, selfSigned } from './security-under-test.ts';

const service = suite('Security service');
const device = securityUnderTest();
type Name = keyof AdvancedsecurityOperations;

function message(name: Name, response: unknown): string {
  const body = encodeResponse(advancedsecurityOperations, name, response);
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope${namespaceAttributes}><env:Body>${body}</env:Body></env:Envelope>`;
}

type Requests = readonly (readonly [Name, unknown])[];

/** Requests that concern certificates of clients. */
async function clientRequests(openssl: OpenSsl, CertificateID: string): Promise<Requests> {
  const policy = { Parameters: {}, TrustAnchor: [{ CertificateID }] };
  const created = await device.call('CreateCertPathValidationPolicy', policy);
  const spare = await device.call('CreateCertPathValidationPolicy', policy);
  const { CrlID } = await device.call('UploadCRL', { Crl: openssl.revocationList('leaf'), Alias: 'list' });
  return [
    ['UploadCRL', { Crl: openssl.read('list.der') }],
    ['GetCRL', { CrlID }],
    ['GetAllCRLs', {}],
    ['DeleteCRL', { CrlID }],
    ['CreateCertPathValidationPolicy', { ...policy, Alias: 'policy' }],
    ['GetCertPathValidationPolicy', created],
    ['GetAllCertPathValidationPolicies', {}],
    ['SetCertPathValidationPolicy', { CertPathValidationPolicy: { ...created, ...policy } }],
    ['AddCertPathValidationPolicyAssignment', created],
    ['GetAssignedCertPathValidationPolicies', {}],
    ['SetClientAuthenticationRequired', { clientAuthenticationRequired: false }],
    ['GetClientAuthenticationRequired', {}],
    [
      'ReplaceCertPathValidationPolicyAssignment',
      {
        OldCertPathValidationPolicyID: created.CertPathValidationPolicyID,
        NewCertPathValidationPolicyID: spare.CertPathValidationPolicyID,
      },
    ],
    ['RemoveCertPathValidationPolicyAssignment', spare],
    ['DeleteCertPathValidationPolicy', created],
  ];
}

/** A request for each operation that is offered, in an order in which each finds what it needs. */
async function requests(): Promise<Requests> {
  const openssl = new OpenSsl();
  const KeyID = await device.ecKey('one');
  const CertificateID = await selfSigned(device, KeyID, 'camera');
  const path = await device.call('CreateCertificationPath', { CertificateIDs: { CertificateID: [CertificateID] } });
  const { CertificationPathID: id } = path;
  const unused = await device.call('CreateCertificationPath', { CertificateIDs: { CertificateID: [CertificateID] } });
  const { PassphraseID } = await device.call('UploadPassphrase', { Passphrase: 'x', PassphraseAlias: 'y' });
  const made = { Subject: { CommonName: ['camera'] }, KeyID, SignatureAlgorithm: ecdsaSha256 };
  openssl.certificate('leaf', { kind: 'rsa' });
  const CertWithPrivateKey = openssl.pkcs12('leaf', 'secret');
  openssl.run('genpkey -algorithm RSA -outform DER -out key.der');
  openssl.run('pkcs8 -topk8 -nocrypt -inform DER -in key.der -outform DER -out key.p8');
  const key2 = await device.ecKey();
  const certificate2 = await selfSigned(device, KeyID, 'second');
  return [
    ['GetServiceCapabilities', {}],
    ['CreateRSAKeyPair', { KeyLength: 2048 }],
    ['CreateECCKeyPair', { EllipticCurve: 'secp521r1', Alias: 'two' }],
    ['UploadKeyPairInPKCS8', { KeyPair: openssl.read('key.p8') }],
    ['UploadCertificateWithPrivateKeyInPKCS12', { CertWithPrivateKey, Passphrase: 'secret' }],
    ['GetKeyStatus', { KeyID }],
    ['GetPrivateKeyStatus', { KeyID }],
    ['GetAllKeys', {}],
    ['CreatePKCS10CSR', made],
    ['CreateSelfSignedCertificate', made],
    ['UploadCertificate', { Certificate: openssl.certificate('other') }],
    ['GetCertificate', { CertificateID }],
    ['GetAllCertificates', {}],
    ['CreateCertificationPath', { CertificateIDs: { CertificateID: [CertificateID] }, Alias: 'path' }],
    ['GetCertificationPath', { CertificationPathID: id }],
    ['GetAllCertificationPaths', {}],
    ['SetCertificationPath', { CertificationPathID: id, CertificationPath: { CertificateID: [CertificateID] } }],
    ['UploadPassphrase', { Passphrase: 'x' }],
    ['GetAllPassphrases', {}],
    ['DeletePassphrase', { PassphraseID }],
    ['AddServerCertificateAssignment', { CertificationPathID: id }],
    ['GetAssignedServerCertificates', {}],
    [
      'ReplaceServerCertificateAssignment',
      { OldCertificationPathID: id, NewCertificationPathID: unused.CertificationPathID },
    ],
    ['RemoveServerCertificateAssignment', { CertificationPathID: unused.CertificationPathID }],
    ['DeleteCertificationPath', { CertificationPathID: id }],
    ['SetEnabledTLSVersions', { Versions: ['1.2', '1.3'] }],
    ['GetEnabledTLSVersions', {}],
    ...(await clientRequests(openssl, CertificateID)),
    ['DeleteCertificate', { CertificateID: certificate2 }],
    ['DeleteKey', { KeyID: key2 }],
  ];
}

service('answers are valid by the official schemas, and each offered operation answers', async () => {
  const messages: Record<string, string> = {};
  for (const [name, request] of await requests())
    messages[name] = message(name, await device.call(name, request as never));
  await device.generation.settled();
  await validateMessages(messages);
  const offered = Object.entries(device.handlers).filter(([, handler]) => typeof handler === 'function');
  assert.equal(Object.keys(messages).sort(), offered.map(([name]) => name).sort());
});

service('has an answer for each operation of the WSDL, or the reason why it is not offered', () => {
  assert.equal(Object.keys(device.handlers).sort(), Object.keys(advancedsecurityOperations).sort());
});

// shows SEC-01, SEC-12, SEC-13
service('its capabilities are what it does', async () => {
  const { KeystoreCapabilities: keystore, TLSServerCapabilities: tls } = (
    await device.call('GetServiceCapabilities', {})
  ).Capabilities;
  assert.is(keystore.MaximumNumberOfKeys, limits.keys);
  assert.equal(keystore.KeyPairGeneration, ['RSA', 'ECC']);
  assert.equal(keystore.X509Versions, [3]);
  assert.is(keystore.MaximumNumberOfCRLs, limits.revocationLists);
  assert.equal([tls.TLSServerSupported, tls.TLSClientAuthSupported], [['1.2', '1.3'], true]);
});

service.run();
