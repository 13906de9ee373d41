import type Koa from 'koa';
import { originOf } from './origin.ts';

/** Whether a path belongs to the page for people; clients of ONVIF and of metrics are answered where they ask. */
function isPage(path: string): boolean {
  return path === '/' || path === '/page' || path.startsWith('/page/');
}

/**
 * Sends browsers that open the page without TLS to HTTPS. Only reading requests are sent there: a POST would repeat what it carries.
 * @param port that of HTTPS at this moment; undefined = nothing is sent away
 */
export function redirectToHttps(port: () => number | undefined): Koa.Middleware {
  return (context, next) => {
    const secure = context.secure ? undefined : port();
    const isReading = context.method === 'GET' || context.method === 'HEAD';
    if (secure === undefined || !isReading || !isPage(context.path)) return next();
    const url = new URL(context.path + context.search, originOf(context.req).origin);
    url.protocol = 'https:';
    url.port = String(secure);
    context.set('Cache-Control', 'no-store');
    context.redirect(url.href);
    return undefined;
  };
}
