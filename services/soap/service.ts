import type { FaultName } from '../faults/fault-table.ts';
import type { Capabilities } from '../generated/tt.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { OperationTable } from '../schema/operation-table.ts';

/** An operation of the WSDL that this device does not offer: answered with env:Receiver / ter:ActionNotSupported. */
export interface NotOffered {
  readonly kind: 'not-offered';
  readonly reason: string;
  /** Third fault level where faults.md names one, e.g. `AudioNotSupported`. */
  readonly subcode?: string;
  /** Row of the fault table in place of ActionNotSupported, where the standard blames the sender. */
  readonly fault?: FaultName;
}

export function notOffered(reason: string, subcode?: string): NotOffered {
  return subcode === undefined ? { kind: 'not-offered', reason } : { kind: 'not-offered', reason, subcode };
}

/** Answers one operation. Throws `Fault` for every refusal; anything else it throws becomes a Receiver fault. */
export type Handler<Request, Response> = (request: Request, context: RequestContext) => Response | Promise<Response>;

/** Shape of the generated operation maps. */
export type OperationMap<Operations> = { [Name in keyof Operations]: { request: unknown; response: unknown } };

/**
 * The handlers of one service. `Operations` is the generated map: operation name → { request, response }. Every
 * operation of the WSDL must stand here, so that a forgotten one does not compile.
 */
export type Handlers<Operations extends OperationMap<Operations>> = {
  readonly [Name in keyof Operations]: Handler<Operations[Name]['request'], Operations[Name]['response']> | NotOffered;
};

/** A service at its place on the web server. */
export interface ServicePlace {
  /** e.g. `/onvif/device_service`; deeper paths reach the handler as `context.subPath`. */
  readonly path: string;
  /** Namespace of the service, `http://www.onvif.org/ver10/device/wsdl`. */
  readonly namespace: string;
  /** Version as GetServices tells it. */
  readonly version: { readonly Major: number; readonly Minor: number };
  /**
   * The Capabilities element of GetServices / GetServiceCapabilities as its schema type, given to the codec.
   * @param origin under which the client reached us: its scheme decides on secure URIs
   */
  readonly capabilities: (origin: string) => unknown;
  /** The part of tt:Capabilities that stands for the service in GetCapabilities; absent where the standard has none. */
  readonly olderCapabilities?: (XAddr: string, origin: string) => Capabilities;
}

/** A place with its operations; the types of the handlers are erased, the schema codec vouches for them. */
export interface ServiceBinding extends ServicePlace {
  readonly operations: OperationTable;
  readonly handlers: Readonly<Record<string, Handler<unknown, unknown> | NotOffered>>;
}

/** Puts handlers at their place. The codec decodes each request by the same table that typed the handler. */
export function bindService<Operations extends OperationMap<Operations>>(
  place: ServicePlace,
  operations: OperationTable,
  handlers: Handlers<Operations>,
): ServiceBinding {
  return { ...place, operations, handlers: handlers as unknown as ServiceBinding['handlers'] };
}
