import type { ConnectionOptions } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OpenSsl } from './openssl.ts';
import { faultOf, type SecurityUnderTest, securityUnderTest, selfSigned } from './security-under-test.ts';
import { closePorts, portOf, presented } from './tls-port.ts';

const tlsServer = suite('TLS server');
const openssl = new OpenSsl();
tlsServer.after(closePorts);

async function pathFor(device: SecurityUnderTest, name: string): Promise<string> {
  const CertificateID = [await selfSigned(device, await device.ecKey(), name)];
  const path = await device.call('CreateCertificationPath', { CertificateIDs: { CertificateID } });
  return path.CertificationPathID;
}

// shows SEC-20
tlsServer(
  'the certificate of the device itself is the first one, and gives way to others without a restart',
  async () => {
    const device = securityUnderTest();
    const port = await portOf(device);
    assert.is(await presented(port).catch(() => 'refused'), 'refused');
    let changes = 0;
    device.tls.onChange(() => {
      changes += 1;
    });
    await device.tls.ensure();
    assert.is(await presented(port), 'CN=camera TLSv1.3');
    const { CertificationPathID: [own = ''] = [] } = await device.call('GetAssignedServerCertificates', {});
    assert.equal((await device.call('GetAllKeys', {})).KeyAttribute?.[0]?.Alias, 'made by the device');
    const one = await pathFor(device, 'one');
    await device.call('AddServerCertificateAssignment', { CertificationPathID: one });
    await device.call('AddServerCertificateAssignment', { CertificationPathID: one });
    assert.is(await presented(port), 'CN=one TLSv1.3');
    assert.equal(await device.call('GetAssignedServerCertificates', {}), { CertificationPathID: [own, one] });
    const two = await pathFor(device, 'two');
    const replaced = { OldCertificationPathID: one, NewCertificationPathID: two };
    await device.call('ReplaceServerCertificateAssignment', replaced);
    assert.is(await presented(port), 'CN=two TLSv1.3');
    assert.is(changes, 3);
    assert.is(await faultOf(device.call('ReplaceServerCertificateAssignment', replaced)), 'OldCertificationPathID');
    const unknown = { OldCertificationPathID: two, NewCertificationPathID: 'path-0' };
    assert.is(await faultOf(device.call('ReplaceServerCertificateAssignment', unknown)), 'NewCertificationPathID');
  },
);

// shows SEC-20, SEC-04
tlsServer('an assigned path can neither be deleted nor, while TLS is on, be removed', async () => {
  const device = securityUnderTest();
  const id = { CertificationPathID: await pathFor(device, 'one') };
  assert.is(await faultOf(device.call('RemoveServerCertificateAssignment', id)), 'OldCertificationPathID');
  await device.call('AddServerCertificateAssignment', id);
  assert.is(await faultOf(device.call('DeleteCertificationPath', id)), 'ReferenceExists');
  device.tlsEnabled = true;
  assert.is(await faultOf(device.call('RemoveServerCertificateAssignment', id)), 'ReferenceExists');
  device.tlsEnabled = false;
  await device.call('RemoveServerCertificateAssignment', id);
  assert.is(device.tls.current(), undefined);
  await device.call('DeleteCertificationPath', id);
});

// shows SEC-20
tlsServer('refuses a certificate without its key, unknown paths, and more than four', async () => {
  const device = securityUnderTest();
  const stranger = await device.call('UploadCertificate', { Certificate: openssl.certificate('stranger') });
  const CertificateIDs = { CertificateID: [stranger.CertificateID] };
  const path = await device.call('CreateCertificationPath', { CertificateIDs });
  assert.is(await faultOf(device.call('AddServerCertificateAssignment', path)), 'NoPrivateKey');
  const unknown = { CertificationPathID: 'path-0' };
  assert.is(await faultOf(device.call('AddServerCertificateAssignment', unknown)), 'CertificationPathID');
  for (const name of ['1', '2', '3', '4'])
    await device.call('AddServerCertificateAssignment', { CertificationPathID: await pathFor(device, name) });
  const fifth = { CertificationPathID: await pathFor(device, '5') };
  assert.is(
    await faultOf(device.call('AddServerCertificateAssignment', fifth)),
    'MaximumNumberOfTLSCertificationPathsReached',
  );
});

// shows SEC-20
tlsServer('clients get the whole chain of an upload', async () => {
  const device = securityUnderTest();
  const port = await portOf(device);
  openssl.certificate('root', { ca: true });
  openssl.certificate('middle', { ca: true, issuer: 'root' });
  openssl.certificate('leaf', { issuer: 'middle', kind: 'rsa' });
  const CertWithPrivateKey = openssl.pkcs12('leaf', 'secret', ['middle']);
  const upload = { CertWithPrivateKey, Passphrase: 'secret' };
  const { CertificationPathID } = await device.call('UploadCertificateWithPrivateKeyInPKCS12', upload);
  await device.call('AddServerCertificateAssignment', { CertificationPathID });
  const ca = openssl.read('root.pem');
  const verified = { ca, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  assert.is(await presented(port, verified), 'CN=leaf TLSv1.3');
});

// shows SEC-21
tlsServer('speaks the versions that are enabled, and no other', async () => {
  const device = securityUnderTest();
  const port = await portOf(device);
  await device.tls.ensure();
  const old = { maxVersion: 'TLSv1.2' } as const;
  const refused = (options: ConnectionOptions): Promise<string> => presented(port, options).catch(() => 'refused');
  assert.is(await presented(port, old), 'CN=camera TLSv1.2');
  await device.call('SetEnabledTLSVersions', { Versions: ['1.3'] });
  assert.is(await refused(old), 'refused');
  assert.is(await presented(port), 'CN=camera TLSv1.3');
  await device.call('SetEnabledTLSVersions', { Versions: ['1.2'] });
  assert.is(await presented(port), 'CN=camera TLSv1.2');
  assert.is(await refused({ minVersion: 'TLSv1.3' }), 'refused');
  assert.equal(await device.call('GetEnabledTLSVersions', {}), { Versions: ['1.2'] });
  assert.is(await faultOf(device.call('SetEnabledTLSVersions', { Versions: [] })), 'EmptyList');
  for (const version of ['1.1', '1.4', 'x'])
    assert.is(await faultOf(device.call('SetEnabledTLSVersions', { Versions: ['1.2', version] })), 'TLSVersion');
});

// shows SEC-20
tlsServer('a certificate from the command line is stored once, and comes before what is assigned', async () => {
  const stored = new Map<string, string>();
  const device = securityUnderTest(stored);
  await device.tls.ensure();
  openssl.certificate('files');
  const identity = { certificate: String(openssl.read('files.pem')), key: String(openssl.read('files.key')) };
  assert.is(await device.tls.adopt(identity, 'command line'), undefined);
  const port = await portOf(device);
  assert.is(await presented(port), 'CN=files TLSv1.3');
  const again = securityUnderTest(stored);
  await again.tls.adopt(identity, 'command line');
  assert.is(again.keystore.content.paths.length, 2);
  assert.equal(again.tls.current(), device.tls.current());
});

tlsServer.run();
