import type { SecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { createAttemptLimiter } from '../../services/auth/attempts.ts';
import { createDigestAuthority } from '../../services/auth/digest.ts';
import { onRevoked } from '../../services/auth/revocation.ts';
import { createTokenVerifier } from '../../services/auth/username-token.ts';
import type { UserStore } from '../../services/auth/users.ts';
import { watchedAttempts } from '../../services/auth/watched-attempts.ts';
import type { HashingAlgorithms } from '../../services/device/hashing.ts';
import { type ConnectionReceiver, createHandOver } from '../../services/handover/hand-over.ts';
import { createHttpServer } from '../../services/http/http-server.ts';
import { Logins } from '../../services/http/logins.ts';
import type { Route } from '../../services/http/route.ts';
import { createWebApp } from '../../services/soap/app.ts';
import type { ServiceBinding } from '../../services/soap/service.ts';
import type { Records } from './records.ts';

export interface WebOptions {
  readonly bindings: readonly ServiceBinding[];
  readonly routes: readonly Route[];
  readonly users: UserStore;
  /** Names of the camera, beside its addresses: while it has no user it answers to no others. */
  readonly names: () => readonly string[];
  readonly realm: string;
  readonly hashing: HashingAlgorithms;
  readonly port: number;
  /** HTTPS port and its certificate; undefined = no HTTPS. */
  readonly tls: { readonly port: number; readonly context: SecureContext } | undefined;
  /** Receiver of RTSP connections that arrive on the web port. */
  readonly streams: ConnectionReceiver;
  readonly address: string | undefined;
  readonly records: Records;
  readonly log: Logger;
}

/** Running web server. */
export interface Web {
  readonly port: number;
  readonly httpsPort: number | undefined;
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
  const { bindings, routes, users, hashing, realm, tls, address, records, log } = options;
  const logins = new Logins();
  onRevoked(users, (name) => logins.end(name));
  const app = createWebApp({
    logins,
    bindings,
    routes,
    setupState: () => users.isEmpty(),
    authority: createDigestAuthority({ realm, users: () => users.digestUsers(), algorithms: () => hashing.get() }),
    tokens: createTokenVerifier({ password: (name) => users.password(name) }),
    attempts: watchedAttempts(createAttemptLimiter(), (attempt) => records.login(attempt, 'web')),
    audit: (operation) => records.access.operation(operation),
    user: (name) => users.list().find((user) => user.name === name),
    log,
  });
  const server = createHttpServer({
    handler: app.callback(),
    divert: createHandOver(options.streams),
    isLoggedIn: (socket) => logins.has(socket),
    names: () => (users.isEmpty() ? options.names() : undefined),
  });
  try {
    return {
      port: await listening(server.listen(options.port, address), `--http-port ${options.port}`),
      httpsPort: await (tls && listening(server.listenTls(tls.port, address, tls.context), `--https-port ${tls.port}`)),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
