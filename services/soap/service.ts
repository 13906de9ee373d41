import type { FaultName } from '../faults/fault-table.ts';
import type { Capabilities } from '../generated/tt.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { OperationTable } from '../schema/operation-table.ts';

/** Operation of the WSDL that the device does not offer; the answer is env:Receiver / ter:ActionNotSupported. */
export interface NotOffered {
  readonly kind: 'not-offered';
  readonly reason: string;
  /** Third fault level of the standard, e.g. `AudioNotSupported`. */
  readonly subcode?: string;
  /** Fault instead of ActionNotSupported, for operations where the standard blames the sender. */
  readonly fault?: FaultName;
}

export function notOffered(reason: string, subcode?: string): NotOffered {
  return subcode === undefined ? { kind: 'not-offered', reason } : { kind: 'not-offered', reason, subcode };
}

/** Handler of one operation. Refusals are thrown as `Fault`; any other error becomes a Receiver fault. */
export type Handler<Request, Response> = (request: Request, context: RequestContext) => Response | Promise<Response>;

/** Shape of the generated operation maps. */
export type OperationMap<Operations> = { [Name in keyof Operations]: { request: unknown; response: unknown } };

/**
 * Handlers of one service. `Operations` is the generated map: operation name → { request, response }. Each operation of
 * the WSDL is a member, so that a forgotten one does not compile.
 */
export type Handlers<Operations extends OperationMap<Operations>> = {
  readonly [Name in keyof Operations]: Handler<Operations[Name]['request'], Operations[Name]['response']> | NotOffered;
};

/** Service at a path of the web server. */
export interface ServicePlace {
  /** Path, e.g. `/onvif/device_service`; handlers get the part below as `context.subPath`. */
  readonly path: string;
  /** Namespace of the service, `http://www.onvif.org/ver10/device/wsdl`. */
  readonly namespace: string;
  /** Version in GetServices. */
  readonly version: { readonly Major: number; readonly Minor: number };
  /**
   * Value of the Capabilities element of GetServices and GetServiceCapabilities.
   * @param origin by which the client reached the camera: its scheme decides on secure URIs
   */
  readonly capabilities: (origin: string) => unknown;
  /** Part of tt:Capabilities for the service in GetCapabilities; absent when the standard has none. */
  readonly olderCapabilities?: (XAddr: string, origin: string) => Capabilities;
}

/** Service with its operations. Handler types are erased; the schema codec ensures them. */
export interface ServiceBinding extends ServicePlace {
  readonly operations: OperationTable;
  readonly handlers: Readonly<Record<string, Handler<unknown, unknown> | NotOffered>>;
}

/** Binds typed handlers to a path. The codec decodes requests by the table that typed the handlers. */
export function bindService<Operations extends OperationMap<Operations>>(
  place: ServicePlace,
  operations: OperationTable,
  handlers: Handlers<Operations>,
): ServiceBinding {
  return { ...place, operations, handlers: handlers as unknown as ServiceBinding['handlers'] };
}
