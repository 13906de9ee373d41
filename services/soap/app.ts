import Koa from 'koa';
import { redirectToHttps } from '../http/https-redirect.ts';
import type { Route } from '../http/route.ts';
import { createRoutes } from '../http/routes.ts';
import { createSoapEndpoint, type SoapEndpointOptions } from './endpoint.ts';

interface WebAppOptions extends SoapEndpointOptions {
  readonly routes: readonly Route[];
  /** Port of HTTPS to which browsers are sent; absent, and while undefined: they stay. */
  readonly redirectTo?: () => number | undefined;
}

/** Koa application: SOAP services and routes with one authentication. */
export function createWebApp(options: WebAppOptions): Koa {
  const app = new Koa();
  // Errors of disconnected clients are not logged.
  app.on('error', (error: unknown, context?: Koa.Context) => {
    if (context?.req.socket.destroyed !== true) options.log.warn({ err: error }, 'a request failed');
  });
  if (options.redirectTo !== undefined) app.use(redirectToHttps(options.redirectTo));
  app.use(createSoapEndpoint(options));
  app.use(createRoutes(options.routes, options));
  return app;
}
