import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OpenSsl } from './openssl.ts';
import { faultOf, type SecurityUnderTest, securityUnderTest } from './security-under-test.ts';
import { closePorts, portOf, presented } from './tls-port.ts';

const clients = suite('TLS client authentication');
const openssl = new OpenSsl();

clients.before(() => {
  openssl.certificate('root', { ca: true });
  openssl.certificate('middle', { ca: true, issuer: 'root' });
  openssl.certificate('user', { issuer: 'middle', usage: 'clientAuth' });
  openssl.certificate('plain', { issuer: 'middle' });
  openssl.certificate('server', { issuer: 'middle', usage: 'serverAuth' });
  openssl.certificate('revoked', { issuer: 'middle', usage: 'clientAuth' });
  openssl.certificate('stranger', { ca: true });
  openssl.certificate('strange', { issuer: 'stranger', usage: 'clientAuth' });
});
clients.after(closePorts);

/** `accepted` or `refused`: how a device treats a client with that certificate and those behind it. */
function asClient(port: number, name?: string, chain: readonly string[] = ['middle']): Promise<string> {
  const certificates = [name ?? '', ...chain].map((one) => String(openssl.read(`${one || 'root'}.pem`)));
  const identity = name === undefined ? {} : { cert: certificates.join(''), key: openssl.read(`${name}.key`) };
  return presented(port, identity).then(
    () => 'accepted',
    () => 'refused',
  );
}

async function upload(device: SecurityUnderTest, name: string): Promise<string> {
  return (await device.call('UploadCertificate', { Certificate: openssl.read(`${name}.der`) })).CertificateID;
}

async function policy(device: SecurityUnderTest, anchor: string, clientUsage = false): Promise<string> {
  const created = await device.call('CreateCertPathValidationPolicy', {
    Parameters: { RequireTLSWWWClientAuthExtendedKeyUsage: clientUsage },
    TrustAnchor: [{ CertificateID: anchor }],
  });
  return created.CertPathValidationPolicyID;
}

/** A device that trusts an anchor, and a port of it. */
async function guarded(anchor: string, clientUsage = false) {
  const device = securityUnderTest();
  await device.tls.ensure();
  const certificate = await upload(device, anchor);
  const CertPathValidationPolicyID = await policy(device, certificate, clientUsage);
  await device.call('AddCertPathValidationPolicyAssignment', { CertPathValidationPolicyID });
  await device.call('SetClientAuthenticationRequired', { clientAuthenticationRequired: true });
  return { device, certificate, CertPathValidationPolicyID, port: await portOf(device) };
}

// shows SEC-22
for (const anchor of ['root', 'middle']) {
  clients(`clients with a certificate of ${anchor} are accepted, and nobody else`, async () => {
    const { device, port } = await guarded(anchor);
    assert.is(await asClient(port, 'user'), 'accepted');
    assert.is(await asClient(port, 'plain'), 'accepted');
    assert.is(await asClient(port), 'refused');
    assert.is(await asClient(port, 'strange', ['stranger']), 'refused');
    assert.is(await asClient(port, 'server'), 'refused');
    assert.is(await asClient(port, 'user', []), anchor === 'middle' ? 'accepted' : 'refused');
    await device.call('SetClientAuthenticationRequired', { clientAuthenticationRequired: false });
    assert.is(await asClient(port), 'accepted');
  });
}

// shows SEC-22
clients('a policy may ask for the use of the certificate to be said', async () => {
  const { port } = await guarded('root', true);
  assert.is(await asClient(port, 'user'), 'accepted');
  assert.is(await asClient(port, 'plain'), 'refused');
});

// shows SEC-22
clients('a certificate that a list of its issuer names is refused, as soon as the list is there', async () => {
  const { device, port } = await guarded('root');
  assert.is(await asClient(port, 'revoked'), 'accepted');
  const forged = openssl.revocationList('stranger', ['revoked', 'user']);
  await device.call('UploadCRL', { Crl: forged, Alias: 'of a stranger' });
  assert.is(await asClient(port, 'revoked'), 'accepted');
  const list = openssl.revocationList('middle', ['revoked']);
  const { CrlID } = await device.call('UploadCRL', { Crl: list, Alias: 'today' });
  assert.is(await asClient(port, 'revoked'), 'refused');
  assert.is(await asClient(port, 'user'), 'accepted');
  assert.equal((await device.call('GetCRL', { CrlID })).Crl, { CRLID: CrlID, Alias: 'today', CRLContent: list });
  await device.call('UploadCRL', { Crl: openssl.revocationList('root', ['middle']) });
  assert.is(await asClient(port, 'user'), 'refused');
  assert.is((await device.call('GetAllCRLs', {})).Crl?.length, 3);
  await device.call('DeleteCRL', { CrlID });
  assert.is(await faultOf(device.call('DeleteCRL', { CrlID })), 'CRLID');
  const cut = list.subarray(0, list.length - 5);
  for (const Crl of [
    Buffer.alloc(0),
    cut,
    openssl.read('root.der'),
    openssl.read('list.pem'),
    Buffer.alloc(70_000, 0x30),
  ])
    assert.is(await faultOf(device.call('UploadCRL', { Crl })), 'BadCRL');
});

// shows SEC-22, SEC-04
clients('policies are kept while they are in use, and are changed as a whole', async () => {
  const { device, certificate, CertPathValidationPolicyID } = await guarded('root');
  const id = { CertPathValidationPolicyID };
  const other = await policy(device, await upload(device, 'stranger'));
  assert.equal(await device.call('GetAssignedCertPathValidationPolicies', {}), {
    CertPathValidationPolicyID: [CertPathValidationPolicyID],
  });
  const faults: readonly (readonly [string, Promise<unknown>])[] = [
    ['ReferenceExists', device.call('DeleteCertPathValidationPolicy', id)],
    ['ReferenceExists', device.call('DeleteCertificate', { CertificateID: certificate })],
    ['OperationProhibited', device.call('RemoveCertPathValidationPolicyAssignment', id)],
    [
      'MaximumNumberOfTLSCertPathValidationPoliciesReached',
      device.call('AddCertPathValidationPolicyAssignment', { CertPathValidationPolicyID: other }),
    ],
    ['CertificateID', policy(device, 'certificate-0')],
    ['CertPathValidationPolicyID', device.call('GetCertPathValidationPolicy', { CertPathValidationPolicyID: 'x' })],
    [
      'CertPathValidationParameters',
      device.call('CreateCertPathValidationPolicy', {
        Parameters: { UseDeltaCRLs: true },
        TrustAnchor: [{ CertificateID: certificate }],
      }),
    ],
  ];
  for (const [fault, call] of faults) assert.is(await faultOf(call), fault);
  const replaced = { OldCertPathValidationPolicyID: CertPathValidationPolicyID, NewCertPathValidationPolicyID: other };
  await device.call('ReplaceCertPathValidationPolicyAssignment', replaced);
  const renewed = { ...id, Alias: 'new', Parameters: {}, TrustAnchor: [{ CertificateID: certificate }] };
  await device.call('SetCertPathValidationPolicy', { CertPathValidationPolicy: renewed });
  assert.is((await device.call('GetCertPathValidationPolicy', id)).CertPathValidationPolicy.Alias, 'new');
  assert.equal(await device.call('GetClientAuthenticationRequired', {}), { clientAuthenticationRequired: true });
  await device.call('DeleteCertPathValidationPolicy', id);
  const bare = securityUnderTest();
  const required = bare.call('SetClientAuthenticationRequired', { clientAuthenticationRequired: true });
  assert.is(await faultOf(required), 'EnablingClientAuthenticationFailed');
});

clients.run();
