import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAttemptLimiter } from '../../../services/auth/attempts.ts';
import { createDigestAuthority } from '../../../services/auth/digest.ts';
import { createTokenVerifier } from '../../../services/auth/username-token.ts';
import { createDeviceService } from '../../../services/device/service.ts';
import { deviceOperations } from '../../../services/generated/device-operations.ts';
import { createHttpServer } from '../../../services/http/http-server.ts';
import { createWebApp } from '../../../services/soap/app.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { deviceUnderTest } from './camera.ts';

type Done = (error: Error | null, found: unknown) => void;

/** The part of npm onvif's Cam that talks to the device service; the package ships no types. */
interface Cam {
  getSystemDateAndTime(done: Done): void;
  getCapabilities(done: Done): void;
  getServices(includeCapability: boolean, done: Done): void;
  getDeviceInformation(done: Done): void;
  getHostname(done: Done): void;
  getScopes(done: Done): void;
  setScopes(scopes: readonly string[], done: Done): void;
  getNetworkInterfaces(done: Done): void;
  getNetworkProtocols(done: Done): void;
  getDNS(done: Done): void;
  getNTP(done: Done): void;
  getUsers(done: Done): void;
  createUsers(users: readonly object[], done: Done): void;
  setUsers(users: readonly object[], done: Done): void;
  deleteUsers(users: readonly string[], done: Done): void;
}

interface Onvif {
  readonly Cam: new (options: object) => Cam;
}

const { Cam } = createRequire(import.meta.url)('onvif') as Onvif;

const overHttp = suite('device service over HTTP');
// The real time: clients take theirs from the camera, and their tokens are checked against it.
const camera = deviceUnderTest({ now: Date.now });
const { users } = camera;
const binding = createDeviceService(camera.options);
const app = createWebApp({
  bindings: [binding],
  routes: [],
  setupState: () => users.isEmpty(),
  authority: createDigestAuthority({ realm: 'test', users: () => users.digestUsers() }),
  tokens: createTokenVerifier({ password: (name) => users.password(name) }),
  attempts: createAttemptLimiter(),
  user: (name) => users.list().find((user) => user.name === name),
  log: pino({ level: 'silent' }),
});
const server = createHttpServer({ handler: app.callback() });
let port = 0;

overHttp.before(async () => {
  port = await server.listen(0, '127.0.0.1');
});
overHttp.after(() => server.close());

/** A client that has asked for the address of the device service, as it does when it connects. */
async function cam(username?: string, password?: string): Promise<Cam> {
  const client = new Cam({ hostname: '127.0.0.1', port, username, password, autoconnect: false });
  await ask((done) => client.getSystemDateAndTime(done));
  await ask((done) => client.getCapabilities(done));
  return client;
}

function ask(call: (done: Done) => void): Promise<unknown> {
  return new Promise((resolve, reject) => call((error, found) => (error ? reject(error) : resolve(found))));
}

overHttp('a client creates the first administrator of a new camera', async () => {
  const first = await cam();
  const admin = { username: 'admin', password: 'long-enough-1', userLevel: 'Administrator' };
  // It reads the list back at once, which needs the new credentials.
  await ask((done) => first.createUsers([admin], done)).catch(() => undefined);
  assert.equal(users.list(), [{ name: 'admin', level: 'Administrator' }]);
});

overHttp('npm onvif reads all it can of the device service', async () => {
  const admin = await cam('admin', 'long-enough-1');
  const found = JSON.stringify([
    await ask((done) => admin.getServices(true, done)),
    await ask((done) => admin.getDeviceInformation(done)),
    await ask((done) => admin.getHostname(done)),
    await ask((done) => admin.getNetworkInterfaces(done)),
    await ask((done) => admin.getNetworkProtocols(done)),
    await ask((done) => admin.getDNS(done)),
    await ask((done) => admin.getNTP(done)),
  ]);
  for (const fact of ['V-0001', 'camera-7', '02:fc:00:00:00:01', '8554', 'ntp.example.com', '192.0.2.53']) {
    assert.match(found, fact);
  }
  assert.match(found, `http://127.0.0.1:${port}/onvif/device_service`);
});

overHttp('npm onvif sets scopes and users', async () => {
  const admin = await cam('admin', 'long-enough-1');
  const scopes = await ask((done) => admin.setScopes(['onvif://www.onvif.org/location/attic'], done));
  assert.match(JSON.stringify(scopes), 'location/attic');
  const viewer = { username: 'viewer', password: 'long-enough-2', userLevel: 'User' };
  await ask((done) => admin.createUsers([viewer], done));
  await ask((done) => admin.setUsers([{ ...viewer, userLevel: 'Operator' }], done));
  assert.match(JSON.stringify(await ask((done) => admin.getUsers(done))), 'Operator');
  await ask((done) => admin.deleteUsers(['viewer'], done));
  assert.is(users.list().length, 1);
});

/** wsse:Security with the digest of a UsernameToken (WS-Security UsernameToken profile). */
function security(username: string, password: string): string {
  const nonce = randomBytes(16);
  const created = new Date().toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
  return (
    `<w:Security xmlns:w="${oasis}-wssecurity-secext-1.0.xsd"><w:UsernameToken><w:Username>${username}</w:Username>` +
    `<w:Password Type="${oasis}-username-token-profile-1.0#PasswordDigest">${digest}</w:Password>` +
    `<w:Nonce EncodingType="${oasis}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</w:Nonce>` +
    `<u:Created xmlns:u="${oasis}-wssecurity-utility-1.0.xsd">${created}</u:Created></w:UsernameToken></w:Security>`
  );
}

overHttp('answers every operation without arguments by a valid response or fault', async () => {
  const messages: Record<string, string> = {};
  for (const name of Object.keys(deviceOperations).filter((one) => one !== 'SystemReboot')) {
    const response = await fetch(`http://127.0.0.1:${port}/onvif/device_service`, {
      method: 'POST',
      headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
      body:
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">' +
        `<s:Header>${security('admin', 'long-enough-1')}</s:Header>` +
        `<s:Body><${name} xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>`,
    });
    const text = await response.text();
    const offered = typeof binding.handlers[name] === 'function';
    assert.ok([200, 400, 500].includes(response.status), `${name}: ${response.status}`);
    if (!offered) assert.match(text, 'ter:ActionNotSupported', name);
    messages[name] = /^--part.*?\r\n\r\n(.*?)\r\n--part/s.exec(text)?.[1] ?? text;
  }
  assert.match(messages.GetDot11Status ?? '', 'ter:InvalidDot11');
  await validateMessages(messages);
});

overHttp.run();
