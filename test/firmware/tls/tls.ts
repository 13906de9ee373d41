import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, TLSSocket } from 'node:tls';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import { ownIdentity, readCredentials } from '../../../firmware/tls/tls.ts';
import type { TlsIdentity } from '../../../services/plan/tls-plan.ts';
import { secureContext } from '../../../services/security/tls-server/secure-context.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const tls = suite('TLS');
const made = makeCertificate('camera.local', ['192.0.2.7', '2001:db8::7', 'other.example']);

tls('makes a P-256 certificate of its own for each of its names', () => {
  const read = new X509Certificate(made.certificate);
  assert.is(read.subject, 'CN=camera.local');
  assert.is(read.issuer, read.subject);
  assert.ok(read.verify(read.publicKey));
  assert.ok(read.checkPrivateKey(createPrivateKey(made.key)));
  assert.is(read.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  for (const host of ['camera.local', 'other.example']) assert.is(read.checkHost(host), host);
  for (const address of ['192.0.2.7', '2001:db8::7']) assert.is(read.checkIP(address), address);
  assert.is(read.checkIP('192.0.2.8'), undefined);
  assert.is(read.ca, false);
  assert.equal(read.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.ok(
    Date.parse(read.validFrom) < Date.parse('2020-01-02') && Date.parse(read.validTo) > Date.parse('2049-12-30'),
  );
});

tls('makes no two certificates with one serial number, and takes odd host names', () => {
  const numbers = ['', 'x'.repeat(300), '10.0.0.1', 'a'].map((host) => {
    return new X509Certificate(makeCertificate(host, ['127.0.0.1']).certificate).serialNumber;
  });
  assert.is(new Set(numbers).size, numbers.length);
});

async function credentialsIn(folder: string): Promise<TlsIdentity> {
  const data = await openDataFolder(folder);
  const settings = openSettings(data, pino({ level: 'silent' }));
  const credentials = await ownIdentity(settings, '192.0.2.9')();
  await settings.settled();
  await data.release();
  return credentials;
}

tls('keeps its certificate over restarts, and the key out of sight', async () => {
  const folder = temporaryFolder();
  const first = await credentialsIn(folder);
  assert.equal(await credentialsIn(folder), first);
  assert.is(new X509Certificate(first.certificate).checkIP('192.0.2.9'), '192.0.2.9');
  const file = join(folder, 'settings', 'tls.json');
  assert.not.match(readFileSync(file, 'utf8'), 'PRIVATE');
  assert.is(statSync(file).mode & 0o777, 0o600);
});

const folder = temporaryFolder();
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const good = { certificate: file('good.pem', made.certificate), key: file('good.key', made.key) };
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const unfit: readonly (readonly [name: string, certificate: string, key: string, message: RegExp])[] = [
  [
    'no certificate file',
    '/nowhere.pem',
    good.key,
    /^--tls-certificate: \/nowhere\.pem cannot be read \(ENOENT: no such file/,
  ],
  ['no key file', good.certificate, '/nowhere.key', /^--tls-key: \/nowhere\.key cannot be read \(ENOENT/],
  ['a key as certificate', good.key, good.key, /^--tls-certificate: .* is no certificate in PEM .*BEGIN CERTIFICATE/],
  ['a certificate as key', good.certificate, good.certificate, /^--tls-key: .* is no private key in PEM/],
  [
    'a key with a password',
    good.certificate,
    file('locked.key', rsa.privateKey),
    /without password .*openssl pkey -in OLD -out NEW/,
  ],
  ['an empty key', good.certificate, file('empty', ''), /^--tls-key: .* is no private key/],
  [
    'the key of another',
    good.certificate,
    file('other.key', makeCertificate('b', []).key),
    /^--tls-key: .*other\.key is not the key of the certificate: give the key/,
  ],
];

for (const [name, certificate, key, message] of unfit) {
  tls(`says what is wrong with ${name}`, () => {
    assert.throws(() => readCredentials(certificate, key), message);
  });
}

tls('takes files that belong together', () => {
  assert.equal(readCredentials(good.certificate, good.key), made);
});

/** The protocol and cipher that a client with these options gets, or the error. */
async function negotiated(options: ConnectionOptions): Promise<string> {
  const server = createServer((raw) => {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext: secureContext({ identity: made, versions: ['1.2', '1.3'] }),
    });
    socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', ca: made.certificate, servername: 'camera.local', ...options });
  try {
    await once(client, 'secureConnect');
    return `${client.getProtocol()} ${client.getCipher().name}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    client.destroy();
    server.close();
  }
}

tls('speaks TLS 1.2 and 1.3 with clients that trust it, and nothing older or weaker', async () => {
  assert.match(await negotiated({}), /^TLSv1\.3 TLS_AES_128_GCM_SHA256$/);
  assert.match(await negotiated({ maxVersion: 'TLSv1.2' }), /^TLSv1\.2 ECDHE-ECDSA-AES128-GCM-SHA256$/);
  const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  assert.match(await negotiated(old), /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|ECONNRESET/);
  assert.match(await negotiated({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }), /HANDSHAKE|ECONNRESET/);
  assert.match(await negotiated({ servername: 'elsewhere.example' }), /ERR_TLS_CERT_ALTNAME_INVALID/);
});

tls.run();
