// time limit: 200 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { OpenSsl } from '../../services/security/openssl.ts';
import { presentedBy } from '../../services/security/tls-port.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { askSecurity } from './ask-security.ts';

const tls = suite('certificates of clients of a camera');
const openssl = new OpenSsl();
let camera: Camera;

tls.before(async () => {
  openssl.certificate('authority', { ca: true });
  openssl.certificate('client', { issuer: 'authority', usage: 'clientAuth' });
  openssl.certificate('stranger', { usage: 'clientAuth' });
  camera = await startCamera(['--https-port', '0', '--rtsps-port', '0']);
});
tls.after(async () => {
  await camera.stop();
});

const ask = (operation: string, content: string, element = ''): Promise<string> =>
  askSecurity(camera, operation, content, element);

const portOf = (url = ''): number => Number(new URL(url.replace(/^rtsps:/, 'https:')).port);
const identityOf = (name: string) => ({ cert: openssl.read(`${name}.pem`), key: openssl.read(`${name}.key`) });

/** First line that a port answers to a request under TLS; `refused` where the connection is closed. */
function answer(port: number, request: string, name?: string): Promise<string> {
  return presentedBy(port, name === undefined ? {} : identityOf(name), request).then(
    (text) => text.split('\r\n')[0] ?? '',
    () => 'refused',
  );
}

function webSocket(port: number, name?: string): Promise<string> {
  const identity = name === undefined ? {} : identityOf(name);
  const socket = new WebSocket(`wss://127.0.0.1:${port}/onvif/rtsp`, 'rtsp.onvif.org', {
    rejectUnauthorized: false,
    ...identity,
  });
  return new Promise((resolve) => {
    socket.once('open', () => resolve('open')).once('error', () => resolve('refused'));
  }).then((result) => {
    socket.terminate();
    return String(result);
  });
}

// shows SEC-22
tls('are demanded by HTTPS, RTSPS and WebSocket as soon as they are required', async () => {
  const [https, rtsps] = [portOf(camera.summary.https), portOf(camera.summary.rtsps?.[0])];
  const options = 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n';
  const get = 'GET /none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
  assert.is(await answer(rtsps, options), 'RTSP/1.0 200 OK');
  const certificate = await ask(
    'UploadCertificate',
    `<Certificate>${openssl.read('authority.der').toString('base64')}</Certificate>`,
    'CertificateID',
  );
  const anchor = `<Parameters/><TrustAnchor><CertificateID>${certificate}</CertificateID></TrustAnchor>`;
  const policy = await ask('CreateCertPathValidationPolicy', anchor, 'CertPathValidationPolicyID');
  const id = `<CertPathValidationPolicyID>${policy}</CertPathValidationPolicyID>`;
  await ask('AddCertPathValidationPolicyAssignment', id);
  await ask('SetClientAuthenticationRequired', '<clientAuthenticationRequired>true</clientAuthenticationRequired>');
  while ((await answer(rtsps, options)) !== 'refused') await new Promise((resolve) => setTimeout(resolve, 50));
  for (const name of [undefined, 'stranger']) {
    assert.is(await answer(https, get, name), 'refused');
    assert.is(await answer(rtsps, options, name), 'refused');
    assert.is(await webSocket(https, name), 'refused');
  }
  assert.match(await answer(https, get, 'client'), /^HTTP\/1\.1 4/);
  assert.is(await answer(rtsps, options, 'client'), 'RTSP/1.0 200 OK');
  assert.is(await webSocket(https, 'client'), 'open');
});

tls.run();
