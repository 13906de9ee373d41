import type Koa from 'koa';
import { mayUse } from '../auth/access-policy.ts';
import { challenge, logIn, refuseLogin, type WebAuthenticators } from './login.ts';
import { BodyTooLong, boundedBody, declineBody } from './request-body.ts';
import { type RequestContext, requestContext } from './request-context.ts';
import {
  type Route,
  type RouteHandler,
  type RouteMethod,
  type RouteReply,
  type RouteRequest,
  subPathOf,
} from './route.ts';

/** Answers OPTIONS with 204 and methods without a handler with 405, both with Allow. */
export function answerMethods(context: Koa.Context, methods: readonly string[]): void {
  context.set('Allow', [...methods, 'OPTIONS'].join(', '));
  context.status = context.method === 'OPTIONS' ? 204 : 405;
}

function handlerOf({ methods }: Route, method: string): RouteHandler | undefined {
  const name = method === 'HEAD' ? 'GET' : method;
  return Object.hasOwn(methods, name) ? methods[name as RouteMethod] : undefined;
}

function methodsOf({ methods }: Route): readonly string[] {
  return Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

function send(context: Koa.Context, reply: RouteReply): void {
  context.set(reply.headers ?? {});
  if (reply.type !== undefined) context.type = reply.type;
  context.body = reply.body ?? '';
  context.status = reply.status;
}

type User = RequestContext['user'];

/** User of the request, undefined for PRE_AUTH; 'refused' when the context has the refusal already. */
async function admit(context: Koa.Context, { access }: Route, by: WebAuthenticators): Promise<User | 'refused'> {
  if (access === 'PRE_AUTH') return undefined;
  const result = await logIn(context, by);
  if (result.kind === 'user' && mayUse(result.user.level, access)) return result.user;
  if (result.kind === 'user') context.status = 403;
  else if (result.kind === 'too-many') refuseLogin(context);
  else challenge(context, by, result.kind === 'challenge' && result.stale);
  return 'refused';
}

function requestOf(context: Koa.Context, subPath: string, user: User, limit: number): RouteRequest {
  const { req: request, res: response } = context;
  const body = boundedBody(request, response, limit);
  // Errors of the body concern only the handler that reads it.
  body.on('error', () => undefined);
  response.once('close', () => body.destroy());
  // A client reads the reply only after its body is sent, so the rest is read and dropped.
  response.once('finish', () => request.resume());
  return {
    ...requestContext(request, response, subPath, user),
    method: context.method as RouteRequest['method'],
    headers: request.headers,
    query: new URLSearchParams(context.querystring),
    body,
  };
}

async function answer(context: Koa.Context, route: Route, subPath: string, by: WebAuthenticators): Promise<void> {
  const handler = handlerOf(route, context.method);
  if (handler === undefined) return answerMethods(context, methodsOf(route));
  const user = await admit(context, route, by);
  if (user === 'refused') return;
  const { limit = 0 } = route;
  try {
    if (Number(context.req.headers['content-length'] ?? 0) > limit) throw new BodyTooLong(limit);
    send(context, await handler(requestOf(context, subPath, user, limit)));
  } catch (error) {
    if (!(error instanceof BodyTooLong)) throw error;
    context.status = 413;
  }
}

/** Middleware that answers requests for routes. */
export function createRoutes(routes: readonly Route[], by: WebAuthenticators): Koa.Middleware {
  return async (context, next) => {
    for (const route of routes) {
      const subPath = subPathOf(context.path, route.path);
      if (subPath === undefined) continue;
      try {
        return await answer(context, route, subPath, by);
      } finally {
        declineBody(context.req, context.res);
      }
    }
    return next();
  };
}
