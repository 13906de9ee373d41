import Koa from 'koa';
import type { Route } from '../http/route.ts';
import { createRoutes } from '../http/routes.ts';
import { createSoapEndpoint, type SoapEndpointOptions } from './endpoint.ts';

interface WebAppOptions extends SoapEndpointOptions {
  readonly routes: readonly Route[];
}

/** Koa application: SOAP services and routes with one authentication. */
export function createWebApp(options: WebAppOptions): Koa {
  const app = new Koa();
  // Errors of disconnected clients are not logged.
  app.on('error', (error: unknown, context?: Koa.Context) => {
    if (context?.req.socket.destroyed !== true) options.log.warn({ err: error }, 'a request failed');
  });
  app.use(createSoapEndpoint(options));
  app.use(createRoutes(options.routes, options));
  return app;
}
