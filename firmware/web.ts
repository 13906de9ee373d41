import type { Logger } from 'pino';
import { createAttemptLimiter } from '../services/auth/attempts.ts';
import { createDigestAuthority } from '../services/auth/digest.ts';
import { createTokenVerifier } from '../services/auth/username-token.ts';
import type { UserStore } from '../services/auth/users.ts';
import { createSoapApp } from '../services/soap/app.ts';
import type { HttpRoute } from '../services/soap/http-route.ts';
import { createHttpServer } from '../services/soap/http-server.ts';
import type { ServiceBinding } from '../services/soap/service.ts';

export interface WebOptions {
  readonly bindings: readonly ServiceBinding[];
  readonly httpRoutes: readonly HttpRoute[];
  readonly users: UserStore;
  readonly realm: string;
  readonly port: number;
  readonly address: string | undefined;
  readonly log: Logger;
}

/** The web server, listening. */
export interface Web {
  readonly port: number;
  close(): Promise<void>;
}

/** Puts the SOAP application on its port. Rejects with a message for people when the port cannot be had. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { bindings, httpRoutes, users, realm, log } = options;
  const app = createSoapApp({
    bindings,
    httpRoutes,
    setupState: () => users.isEmpty(),
    authority: createDigestAuthority({ realm, users: () => users.digestUsers() }),
    tokens: createTokenVerifier({ password: (name) => users.password(name) }),
    attempts: createAttemptLimiter(),
    user: (name) => users.list().find((user) => user.name === name),
    log,
  });
  const server = createHttpServer({ handler: app.callback() });
  try {
    return { port: await server.listen(options.port, options.address), close: () => server.close() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`HTTP port ${options.port} is in use: choose another with --http-port`, { cause: error });
  }
}
