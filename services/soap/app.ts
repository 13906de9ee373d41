import { randomUUID } from 'node:crypto';
import Koa from 'koa';
import type { Logger } from 'pino';
import { mayUse } from '../auth/access-policy.ts';
import { Fault } from '../faults/fault.ts';
import { type HttpRoute, subPathOf } from '../http/http-route.ts';
import { originOf, plainAddress } from '../http/origin.ts';
import { type Authentication, type Authenticators, authenticate } from './authenticate.ts';
import { checkAccess, createDispatcher, type Dispatched, type Dispatcher, invoke } from './dispatch.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { type FaultReply, faultReply } from './fault-reply.ts';
import type { RequestContext } from './request-context.ts';
import type { ServiceBinding } from './service.ts';
import { type XmlBody, xmlBody } from './xml-body.ts';

export interface SoapAppOptions extends Authenticators {
  readonly bindings: readonly ServiceBinding[];
  readonly httpRoutes: readonly HttpRoute[];
  /** True while the device has no user. */
  readonly setupState: () => boolean;
  readonly log: Logger;
}

/** What answers in setup state besides PRE_AUTH operations: identity, and the creation of the first administrator. */
const setupOperations: ReadonlySet<string> = new Set(['tds:GetDeviceInformation', 'tds:CreateUsers']);

const soapType = 'application/soap+xml; charset=utf-8';

function abortSignal(context: Koa.Context): AbortSignal {
  const controller = new AbortController();
  context.res.once('close', () => controller.abort());
  return controller.signal;
}

function send(context: Koa.Context, status: number, body: string | Buffer): void {
  const { response } = context;
  response.status = status;
  response.set('Content-Type', soapType);
  response.body = body;
}

function challenge(context: Koa.Context, options: SoapAppOptions, stale: boolean): void {
  context.status = 401;
  context.set('WWW-Authenticate', [...options.authority.challenges(stale)]);
  context.body = '';
}

function credentialsOf(context: Koa.Context, headers: Envelope['headers']): Parameters<typeof authenticate>[0] {
  const { headers: fields, method = '', url: uri = '', socket } = context.req;
  const remoteAddress = plainAddress(socket.remoteAddress);
  return { authorization: fields.authorization, method, uri, headers, remoteAddress };
}

/** Made for each request, so what few handlers ask for is found when they do. */
function requestContext(context: Koa.Context, subPath: string, result: Authentication | undefined): RequestContext {
  let origin: ReturnType<typeof originOf> | undefined;
  let signal: AbortSignal | undefined;
  return {
    user: result?.kind === 'user' ? result.user : undefined,
    subPath,
    get origin() {
      origin ??= originOf(context.req);
      return origin.origin;
    },
    get host() {
      origin ??= originOf(context.req);
      return origin.host;
    },
    get remoteAddress() {
      return plainAddress(context.req.socket.remoteAddress);
    },
    get signal() {
      signal ??= abortSignal(context);
      return signal;
    },
  };
}

function isOpen(dispatched: Dispatched, options: SoapAppOptions): boolean {
  const { access, request } = dispatched.operation;
  return access === 'PRE_AUTH' || (options.setupState() && setupOperations.has(request));
}

/** Authenticates and answers one message; true when a reply stands in the context. */
async function answer(
  context: Koa.Context,
  options: SoapAppOptions,
  dispatch: Dispatcher,
  subPath: string,
  envelope: Envelope,
): Promise<void> {
  const dispatched = dispatch(envelope.message);
  let result: Authentication | undefined;
  if (!isOpen(dispatched, options)) {
    const checked = authenticate(credentialsOf(context, envelope.headers), options);
    result = checked instanceof Promise ? await checked : checked;
    if (result.kind === 'challenge') return challenge(context, options, result.stale);
    if (result.kind === 'not-authorized') throw new Fault('NotAuthorized');
    checkAccess(result.user, dispatched.operation);
  }
  send(context, 200, await invoke(dispatched, envelope, requestContext(context, subPath, result)));
}

async function answerSoap(
  context: Koa.Context,
  options: SoapAppOptions,
  dispatch: Dispatcher,
  subPath: string,
): Promise<void> {
  const xml = context.state.xml as XmlBody;
  let envelope: Envelope | undefined;
  try {
    if (xml.kind === 'status') {
      context.status = xml.status;
      context.body = '';
      // A client that is still sending would lose the answer to a reset: the rest is read and dropped, in bounded time.
      context.req.resume();
      return;
    }
    if (xml.kind === 'fault') throw xml.fault;
    if (xml.kind === 'empty') return challenge(context, options, false);
    envelope = openEnvelope(xml.root);
    await answer(context, options, dispatch, subPath, envelope);
  } catch (error) {
    const reply: FaultReply = faultReply(error, envelope?.messageId, (unexpected) => {
      const id = randomUUID();
      options.log.error({ id, err: unexpected, operation: envelope?.message.local }, 'a handler failed');
      return id;
    });
    send(context, reply.status, reply.body);
  }
}

async function answerGet(
  context: Koa.Context,
  options: SoapAppOptions,
  route: HttpRoute,
  subPath: string,
): Promise<void> {
  if (context.method !== 'GET' && context.method !== 'HEAD') {
    context.status = 405;
    context.set('Allow', 'GET, HEAD');
    return;
  }
  if (route.access !== 'PRE_AUTH') {
    const result = await authenticate(credentialsOf(context, []), options);
    if (result.kind !== 'user') return challenge(context, options, result.kind === 'challenge' && result.stale);
    if (!mayUse(result.user.level, route.access)) {
      context.status = 403;
      return;
    }
  }
  const reply = await route.get({ subPath, signal: abortSignal(context) });
  context.set(reply.headers ?? {});
  if (reply.type !== undefined) context.type = reply.type;
  context.body = reply.body ?? '';
  context.status = reply.status;
}

/** What follows the path of the service that a request is for, undefined when it is for none. */
function placeOf(path: string, bindings: readonly ServiceBinding[]): string | undefined {
  for (const binding of bindings) {
    const subPath = subPathOf(path, binding.path);
    if (subPath !== undefined) return subPath;
  }
  return undefined;
}

/** The Koa application: SOAP services at their paths, fetched resources beside them. */
export function createSoapApp(options: SoapAppOptions): Koa {
  const app = new Koa();
  const dispatch = createDispatcher(options.bindings);
  const parse = xmlBody();
  app.on('error', (error: unknown) => options.log.warn({ err: error }, 'a request failed'));
  app.use(async (context) => {
    const { path, method } = context;
    const place = placeOf(path, options.bindings);
    if (place !== undefined && method === 'POST') {
      return parse(context, () => answerSoap(context, options, dispatch, place));
    }
    if (place !== undefined) {
      context.status = 405;
      context.set('Allow', 'POST');
      return;
    }
    for (const route of options.httpRoutes) {
      const subPath = subPathOf(path, route.path);
      if (subPath !== undefined) return answerGet(context, options, route, subPath);
    }
    context.status = 404;
  });
  return app;
}
