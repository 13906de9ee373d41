import type { Logger } from 'pino';
import { systemClock } from '../../hal/system/clock.ts';
import { patient } from '../../hal/system/patience.ts';
import { createAttemptLimiter } from '../../services/auth/attempts.ts';
import { createDigestAuthority } from '../../services/auth/digest.ts';
import { onRevoked } from '../../services/auth/revocation.ts';
import { createTokenVerifier } from '../../services/auth/username-token.ts';
import type { UserStore } from '../../services/auth/users.ts';
import { watchedAttempts } from '../../services/auth/watched-attempts.ts';
import type { HashingAlgorithms } from '../../services/device/hashing.ts';
import { type ConnectionReceiver, createHandOver } from '../../services/handover/hand-over.ts';
import { createHttpServer, usualTimeouts } from '../../services/http/http-server.ts';
import { Logins } from '../../services/http/logins.ts';
import { plainAddress } from '../../services/http/origin.ts';
import type { Route } from '../../services/http/route.ts';
import type { TlsOfMoment } from '../../services/http/secure-socket.ts';
import { createWebApp } from '../../services/soap/app.ts';
import type { ServiceBinding } from '../../services/soap/service.ts';
import type { Records } from './records.ts';
import { WebListeners } from './web-listeners.ts';

interface WebOptions {
  readonly bindings: readonly ServiceBinding[];
  readonly routes: readonly Route[];
  readonly users: UserStore;
  /** Names of the camera, beside its addresses: while it has no user it answers to no others. */
  readonly names: () => readonly string[];
  readonly realm: string;
  readonly hashing: HashingAlgorithms;
  /** Ports to listen on, in this order until one can be had; empty = no HTTP. 0 = any free port. */
  readonly ports: readonly number[];
  /** undefined = no HTTPS. */
  readonly httpsPort: number | undefined;
  /** False: the camera starts without HTTPS when its port cannot be had. */
  readonly mustHaveHttps: boolean;
  /** Whether browsers that open the page over HTTP are sent to HTTPS, while that is on. */
  readonly redirects: boolean;
  /** Chooses a certificate where there is none; what it resolves with tells that of each moment. */
  readonly secure: () => Promise<TlsOfMoment>;
  /** Present time by the machine's clock, by which clients stamp their tokens. */
  readonly now: () => number;
  /** Decides whether a client of that address may connect. */
  readonly admits: (address: string) => boolean;
  /** Called for each request. */
  readonly arrived: (localAddress: string, remoteAddress: string) => void;
  /** Receiver of RTSP connections that arrive on the web port. */
  readonly streams: ConnectionReceiver;
  readonly address: string | undefined;
  readonly records: Records;
  readonly log: Logger;
}

/** Running web server. */
export interface Web {
  /** undefined while HTTP is off. */
  readonly port: number | undefined;
  readonly httpsPort: number | undefined;
  readonly listeners: WebListeners;
  close(): Promise<void>;
}

async function listening(port: Promise<number>, option: string): Promise<number> {
  try {
    return await port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`${option}: this port is in use, choose another`, { cause: error });
  }
}

/** Starts the SOAP application on its port. Rejects with a message for people when the port cannot be had. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { bindings, routes, users, hashing, realm, address, records, log, now, arrived } = options;
  const logins = new Logins();
  onRevoked(users, (name) => logins.end(name));
  const app = createWebApp({
    logins,
    bindings,
    routes,
    setupState: () => users.isEmpty(),
    authority: createDigestAuthority({ realm, users: () => users.digestUsers(), algorithms: () => hashing.get() }),
    tokens: createTokenVerifier({ password: (name) => users.password(name), now }),
    attempts: watchedAttempts(createAttemptLimiter(), (attempt) => records.login(attempt, 'web')),
    audit: (operation) => records.access.operation(operation),
    user: (name) => users.list().find((user) => user.name === name),
    redirectTo: () => (options.redirects ? listeners.port('HTTPS') : undefined),
    log,
  });
  const answer = app.callback();
  const server = createHttpServer({
    handler: (request, response) => {
      const { localAddress, remoteAddress } = request.socket;
      arrived(plainAddress(localAddress), plainAddress(remoteAddress));
      answer(request, response);
    },
    admits: options.admits,
    divert: createHandOver(options.streams),
    isLoggedIn: (socket) => logins.has(socket),
    names: () => (users.isEmpty() ? options.names() : undefined),
    // A slow machine reads slowly what a quick client has sent.
    timeouts: { head: patient(usualTimeouts.head), request: patient(usualTimeouts.request) },
  });
  const listeners = new WebListeners({ server, address, clock: systemClock, secure: options.secure });
  const close = async (): Promise<void> => {
    listeners.close();
    await server.close();
  };
  try {
    await startHttp(listeners, options);
    await startHttps(listeners, options);
    return { port: listeners.port('HTTP'), httpsPort: listeners.port('HTTPS'), listeners, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Listens on the first port that can be had: a port that was set over the network must not keep the camera from starting. */
async function startHttp(listeners: WebListeners, { ports, log }: WebOptions): Promise<void> {
  for (const [index, port] of ports.entries()) {
    try {
      await listening(listeners.start('HTTP', port), `--http-port ${port}`);
      return;
    } catch (error) {
      if (index === ports.length - 1) throw error;
      log.warn({ err: error, port }, 'the HTTP port that was set cannot be had: that of the command line is used');
    }
  }
}

async function startHttps(listeners: WebListeners, { httpsPort: port, mustHaveHttps, log }: WebOptions): Promise<void> {
  if (port === undefined) return;
  try {
    await listening(listeners.start('HTTPS', port), `--https-port ${port}`);
  } catch (error) {
    if (mustHaveHttps) throw error;
    log.warn({ err: error, port }, 'the HTTPS port that was set cannot be had: HTTPS is off');
  }
}
