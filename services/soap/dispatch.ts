import { mayUse } from '../auth/access-policy.ts';
import type { AuthenticatedUser } from '../auth/digest.ts';
import { Fault } from '../faults/fault.ts';
import type { RequestContext } from '../http/request-context.ts';
import { messageTwins } from '../schema/client-deviations.ts';
import { decodeElement, encodeElement } from '../schema/codec.ts';
import type { SchemaOperation } from '../schema/operation-table.ts';
import { SchemaError } from '../schema/schema-error.ts';
import { conventionalPrefix } from '../schema/type-registry.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { type Envelope, writeEnvelope } from './envelope.ts';
import { replyOnce } from './reply-cache.ts';
import type { Handler, NotOffered, ServiceBinding } from './service.ts';

/** Operation of any service with its handler. */
export interface Dispatched {
  readonly operation: SchemaOperation;
  readonly handler: Handler<unknown, unknown> | NotOffered;
}

export type Dispatcher = (message: XmlElement) => Dispatched;

/** Whether a message belongs to its own service, and not to another one that takes it, too (tds:GetRelayOutputs in DeviceIO). */
function isOwn({ request }: SchemaOperation, namespace: string): boolean {
  return request.startsWith(`${conventionalPrefix(namespace) ?? ''}:`);
}

/**
 * Finds operations by the qualified name of the message alone. SOAPAction and path are ignored, because clients send wrong
 * ones (some send Media requests to the device service).
 */
export function createDispatcher(bindings: readonly ServiceBinding[]): Dispatcher {
  const byName = new Map<string, Dispatched>();
  const namespaces = new Set(bindings.map((binding) => binding.namespace));
  for (const { operations, handlers, namespace } of bindings) {
    for (const [name, operation] of Object.entries(operations)) {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`no handler for ${name} of ${namespace}`);
      if (isOwn(operation, namespace) || !byName.has(operation.request)) {
        byName.set(operation.request, { operation, handler });
      }
    }
  }
  return (message) => {
    const name = `${conventionalPrefix(message.namespace) ?? ''}:${message.local}`;
    const found = byName.get(name) ?? byName.get(messageTwins[name] ?? '');
    if (found !== undefined) return found;
    if (namespaces.has(message.namespace)) throw new SchemaError('unknown-operation', message.local);
    throw new Fault('UnknownAction', `Unknown Action: ${message.local} in namespace ${message.namespace || '(none)'}`);
  };
}

/** Throws NotAuthorized unless the user may call the operation; PRE_AUTH needs no user. */
export function checkAccess(user: AuthenticatedUser | undefined, operation: SchemaOperation): void {
  if (operation.access === 'PRE_AUTH') return;
  if (user === undefined || !mayUse(user.level, operation.access)) throw new Fault('NotAuthorized');
}

/** Decodes the request, calls the handler and encodes the whole reply. */
export async function invoke(dispatched: Dispatched, envelope: Envelope, context: RequestContext): Promise<Buffer> {
  const { operation, handler } = dispatched;
  if (typeof handler !== 'function') {
    const { reason, subcode, fault = 'ActionNotSupported' } = handler;
    throw new Fault(fault, `Optional Action Not Implemented: ${reason}`, subcode);
  }
  const answer = handler(decodeElement(operation.request, envelope.message), context);
  const value = answer instanceof Promise ? await answer : answer;
  const relatesTo = envelope.messageId;
  const encode = (): Buffer => {
    const body = encodeElement(operation.response, value).xml;
    return Buffer.from(writeEnvelope(body, { action: operation.responseAction, relatesTo }));
  };
  return relatesTo === undefined ? replyOnce(value, encode) : encode();
}
