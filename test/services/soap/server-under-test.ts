import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import type { AttemptLimiter } from '../../../services/auth/attempts.ts';
import { createDigestAuthority } from '../../../services/auth/digest.ts';
import { createTokenVerifier } from '../../../services/auth/username-token.ts';
import type { UserStore } from '../../../services/auth/users.ts';
import type { DeviceOptions } from '../../../services/device/options.ts';
import { createDeviceService } from '../../../services/device/service.ts';
import { createHttpServer, type HttpServerOptions } from '../../../services/http/http-server.ts';
import { Logins } from '../../../services/http/logins.ts';
import type { Route } from '../../../services/http/route.ts';
import { createWebApp } from '../../../services/soap/app.ts';
import type { ServiceBinding } from '../../../services/soap/service.ts';
import { authorization, challenged } from '../auth/digest-client.ts';
import { deviceUnderTest } from '../device/camera.ts';

export const path = '/onvif/device_service';
export const password = 'long-enough-1';

export interface ServerUnderTest {
  readonly port: number;
  readonly users: UserStore;
  /** Errors that handlers threw. */
  readonly failures: string[];
  /** What happened behind the device service. */
  readonly done: readonly string[];
  close(): Promise<void>;
}

/** Nobody waits: the delays are for the tests of attempts. */
const patientLimiter: AttemptLimiter = {
  judge: (_attempt, outcome) => (outcome === 'wrong' ? { kind: 'refused', delay: 0 } : { kind: 'accepted' }),
};

/** A device service over HTTP on the loopback address: users admin, operator and viewer, or none in setup state. */
export async function startServer(
  options: {
    readonly setup?: boolean;
    readonly routes?: readonly Route[];
    /** Services beside the device service. */
    readonly bindings?: readonly ServiceBinding[];
    /** Routes over the parts of the device service. */
    readonly routesOf?: (device: DeviceOptions) => readonly Route[];
    readonly attempts?: AttemptLimiter;
    readonly logins?: Logins;
  } & Partial<HttpServerOptions> = {},
): Promise<ServerUnderTest> {
  const failures: string[] = [];
  // The real time, because tokens are checked against it.
  const { users, options: device, log: done } = deviceUnderTest({ now: Date.now });
  if (options.setup !== true) {
    await users.create([
      { name: 'admin', password, level: 'Administrator' },
      { name: 'operator', password, level: 'Operator' },
      { name: 'viewer', password, level: 'User' },
    ]);
  }
  const logins = options.logins ?? new Logins();
  const app = createWebApp({
    bindings: [createDeviceService(device), ...(options.bindings ?? [])],
    routes: [...(options.routes ?? []), ...(options.routesOf?.(device) ?? [])],
    setupState: () => users.isEmpty(),
    authority: createDigestAuthority({ realm: 'test', users: () => users.digestUsers() }),
    tokens: createTokenVerifier({ password: (name) => users.password(name) }),
    attempts: options.attempts ?? patientLimiter,
    logins,
    user: (name) => users.list().find((user) => user.name === name),
    log: pino({ level: 'error' }, { write: (line) => failures.push(line) }),
  });
  const names = (): readonly string[] | undefined => (users.isEmpty() ? ['camera', 'camera.lan'] : undefined);
  const server = createHttpServer({
    handler: app.callback(),
    names,
    isLoggedIn: (socket) => logins.has(socket),
    ...options,
  });
  return { port: await server.listen(0, '127.0.0.1'), users, failures, done, close: () => server.close() };
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function post(
  port: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  at: string = path,
): Promise<Reply> {
  const reply = await fetch(`http://127.0.0.1:${port}${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/soap+xml; charset=utf-8', ...headers },
    body,
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

/** Authorization of a user for a resource, after the challenge that comes without it. */
export async function digestLogin(
  port: number,
  method: 'GET' | 'POST',
  uri: string,
  username: string,
): Promise<string> {
  const reply = await fetch(`http://127.0.0.1:${port}${uri}`, { method });
  const challenge = reply.headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  return authorization({ username, password, realm, nonce, method, uri, nc: '00000001' });
}

/**
 * wsse:Security with the digest of a UsernameToken.
 * @param written the name as XML
 */
export function security(username: string, secret: string = password, written: string = username): string {
  const nonce = randomBytes(16);
  const created = new Date().toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(secret).digest('base64');
  const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
  return (
    `<w:Security xmlns:w="${oasis}-wssecurity-secext-1.0.xsd" s:mustUnderstand="1"><w:UsernameToken>` +
    `<w:Username>${written}</w:Username>` +
    `<w:Password Type="${oasis}-username-token-profile-1.0#PasswordDigest">${digest}</w:Password>` +
    `<w:Nonce>${nonce.toString('base64')}</w:Nonce>` +
    `<u:Created xmlns:u="${oasis}-wssecurity-utility-1.0.xsd">${created}</u:Created></w:UsernameToken></w:Security>`
  );
}

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** All that the server says until it closes the connection, reset or not. */
export function received(socket: Socket): Promise<string> {
  let text = '';
  if (socket.closed) return Promise.resolve(text);
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

/** Sends bytes as they are and gives the whole answer. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = await open(port);
  const answer = received(socket);
  socket.write(bytes);
  return answer;
}

/** Waits until a socket takes more, or never will. */
export function writableOrClosed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
