import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { Fault } from '../faults/fault.ts';
import { challenge, logIn, refuseLogin, type WebAuthenticators } from '../http/login.ts';
import { inviteBody } from '../http/request-body.ts';
import { type RequestContext, requestContext } from '../http/request-context.ts';
import { subPathOf } from '../http/route.ts';
import { answerMethods } from '../http/routes.ts';
import { checkAccess, createDispatcher, type Dispatched, type Dispatcher, invoke } from './dispatch.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { type FaultReply, faultReply } from './fault-reply.ts';
import type { ServiceBinding } from './service.ts';
import { type XmlBody, xmlBody } from './xml-body.ts';

export interface SoapEndpointOptions extends WebAuthenticators {
  readonly bindings: readonly ServiceBinding[];
  /** True while the device has no user. */
  readonly setupState: () => boolean;
  readonly log: Logger;
}

const soapType = 'application/soap+xml; charset=utf-8';

function send(context: Koa.Context, status: number, body: string | Buffer, type: string = soapType): void {
  const { response } = context;
  response.status = status;
  response.set('Content-Type', type);
  response.body = body;
}

function isOpen(dispatched: Dispatched, options: SoapEndpointOptions): boolean {
  const { access, setup = false } = dispatched.operation;
  return access === 'PRE_AUTH' || (setup && options.setupState());
}

/** Authenticates and answers one message. */
async function answer(
  context: Koa.Context,
  options: SoapEndpointOptions,
  dispatch: Dispatcher,
  subPath: string,
  envelope: Envelope,
): Promise<void> {
  const dispatched = dispatch(envelope.message);
  let user: RequestContext['user'];
  if (!isOpen(dispatched, options)) {
    const operation = { message: envelope.message, access: dispatched.operation.access };
    const login = await logIn(context, options, { headers: envelope.headers, operation });
    if (login.kind === 'too-many') return refuseLogin(context);
    if (login.kind === 'challenge') return challenge(context, options, login.stale);
    if (login.kind === 'not-authorized') throw new Fault('NotAuthorized');
    checkAccess(login.user, dispatched.operation);
    user = login.user;
  }
  send(context, 200, await invoke(dispatched, envelope, requestContext(context.req, context.res, subPath, user)));
}

async function answerSoap(
  context: Koa.Context,
  options: SoapEndpointOptions,
  dispatch: Dispatcher,
  subPath: string,
): Promise<void> {
  const xml = context.state.xml as XmlBody;
  let envelope: Envelope | undefined;
  try {
    if (xml.kind === 'status') {
      context.status = xml.status;
      context.body = '';
      // A client reads the reply only after its body is sent, so the rest is read and dropped, in bounded time.
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
    send(context, reply.status, reply.body, reply.type);
  }
}

/** Path below that of a service, undefined when no service has the path. */
function placeOf(path: string, bindings: readonly ServiceBinding[]): string | undefined {
  for (const binding of bindings) {
    const subPath = subPathOf(path, binding.path);
    if (subPath !== undefined) return subPath;
  }
  return undefined;
}

/** Middleware that answers requests for SOAP services. */
export function createSoapEndpoint(options: SoapEndpointOptions): Koa.Middleware {
  const dispatch = createDispatcher(options.bindings);
  const parse = xmlBody();
  return async (context, next) => {
    const place = placeOf(context.path, options.bindings);
    if (place === undefined) return next();
    if (context.method !== 'POST') return answerMethods(context, ['POST']);
    inviteBody(context.req, context.res);
    return parse(context, () => answerSoap(context, options, dispatch, place));
  };
}
