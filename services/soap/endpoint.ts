import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { Fault } from '../faults/fault.ts';
import { challenge, logIn, refuseLogin, type WebAuthenticators } from '../http/login.ts';
import { BodyTooLong, inviteBody } from '../http/request-body.ts';
import { type RequestContext, requestContext } from '../http/request-context.ts';
import { subPathOf } from '../http/route.ts';
import { answerMethods } from '../http/routes.ts';
import type { SchemaOperation } from '../schema/operation-table.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { checkAccess, createDispatcher, type Dispatched, type Dispatcher, invoke } from './dispatch.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { type FaultReply, faultReply } from './fault-reply.ts';
import type { MultipartReader } from './mtom/multipart-reader.ts';
import { multipartType } from './mtom/multipart-type.ts';
import { openMultipart } from './mtom/open-multipart.ts';
import { carriesFiles, referenced } from './mtom/references.ts';
import { RequestAttachments } from './mtom/request-attachments.ts';
import type { ServiceBinding } from './service.ts';
import { type XmlBody, xmlBody } from './xml-body.ts';

export interface SoapEndpointOptions extends WebAuthenticators {
  readonly bindings: readonly ServiceBinding[];
  /** True while the device has no user. */
  readonly setupState: () => boolean;
  /** Takes each operation that changes the device, after it. */
  readonly audit?: (operation: ChangingOperation) => void;
  readonly log: Logger;
}

/** An operation that changes the device, with the user who asked for it. */
interface ChangingOperation {
  readonly name: string;
  readonly user: string | undefined;
  readonly address: string;
  readonly outcome: 'done' | 'refused';
}

/** Access classes of operations that change the device. */
const changing: ReadonlySet<string> = new Set(['WRITE_SYSTEM', 'UNRECOVERABLE']);

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

/** A message that was read, with what it takes to answer it. */
interface Asked {
  readonly context: Koa.Context;
  readonly subPath: string;
  readonly envelope: Envelope;
  /** Parts behind the message of a multipart request. */
  readonly parts: MultipartReader | undefined;
}

/** Authenticates and answers one message. */
async function answer(asked: Asked, options: SoapEndpointOptions, dispatch: Dispatcher): Promise<void> {
  const { context, subPath, envelope } = asked;
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
  const { message, attachments } = withFiles(asked, dispatched.operation.request);
  const plain = requestContext(context.req, context.res, subPath, user, envelope.to);
  const reply = await audited(options, dispatched.operation, plain, () =>
    invoke(dispatched, { ...envelope, message }, Object.assign(plain, { attachments })),
  );
  const { body, type } = attachments.reply(reply);
  if (type !== undefined) context.response.set('MIME-Version', '1.0');
  send(context, 200, body, type);
}

/** Runs an operation and tells it to the audit where it changes the device. */
async function audited(
  { audit }: SoapEndpointOptions,
  { name, access }: SchemaOperation,
  { user, remoteAddress: address }: RequestContext,
  run: () => Promise<Buffer>,
): Promise<Buffer> {
  if (audit === undefined || !changing.has(access)) return run();
  let outcome: ChangingOperation['outcome'] = 'refused';
  try {
    const reply = await run();
    outcome = 'done';
    return reply;
  } finally {
    audit({ name, user: user?.name, address, outcome });
  }
}

/** The message with references to the files beside it, and these files. */
function withFiles(
  { context, envelope, parts }: Asked,
  request: string,
): { readonly message: XmlElement; readonly attachments: RequestAttachments } {
  const { message, inline } = referenced(envelope.message, request);
  const { 'content-length': length } = context.req.headers;
  const attachments = new RequestAttachments({
    inline,
    parts: carriesFiles(request) ? parts : undefined,
    length: length === undefined ? undefined : Number(length),
    multipart: parts !== undefined,
  });
  return { message, attachments };
}

/** Answers without a SOAP message. */
function sendStatus(context: Koa.Context, status: number): void {
  context.status = status;
  context.body = '';
  // A client reads the reply only after its body is sent, so the rest is read and dropped, in bounded time.
  context.req.resume();
}

interface Received {
  readonly xml: XmlBody;
  readonly parts?: MultipartReader;
}

async function answerSoap(
  context: Koa.Context,
  options: SoapEndpointOptions,
  dispatch: Dispatcher,
  subPath: string,
  { xml, parts }: Received,
): Promise<void> {
  let envelope: Envelope | undefined;
  try {
    if (xml.kind === 'status') return sendStatus(context, xml.status);
    if (xml.kind === 'fault') throw xml.fault;
    if (xml.kind === 'empty') return challenge(context, options, false);
    envelope = openEnvelope(xml.root);
    await answer({ context, subPath, envelope, parts }, options, dispatch);
  } catch (error) {
    if (error instanceof BodyTooLong) return sendStatus(context, 413);
    const reply: FaultReply = faultReply(error, envelope?.messageId, (unexpected) => {
      const id = randomUUID();
      options.log.error({ id, err: unexpected, operation: envelope?.message.local }, 'a handler failed');
      return id;
    });
    send(context, reply.status, reply.body, reply.type);
  } finally {
    parts?.stop();
    // The rest of a multipart request that nobody needs is read and dropped, in bounded time.
    if (parts !== undefined) context.req.resume();
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
    const take = (received: Received): Promise<void> => answerSoap(context, options, dispatch, place, received);
    inviteBody(context.req, context.res);
    const multipart = multipartType(context.req.headers['content-type'] ?? '');
    if (multipart === 'unreadable') return sendStatus(context, 415);
    if (multipart !== undefined) return take(await openMultipart(context.req, multipart));
    return parse(context, () => take({ xml: context.state.xml as XmlBody }));
  };
}
