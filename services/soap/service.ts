import type { AccessClass, RequestContext } from './request-context.ts';

/** An operation of the WSDL that this device does not offer: answered with env:Receiver / ter:ActionNotSupported. */
export interface NotOffered {
  readonly kind: 'not-offered';
  readonly reason: string;
  /** Third fault level where faults.md names one, e.g. `AudioNotSupported`. */
  readonly subcode?: string;
}

export function notOffered(reason: string, subcode?: string): NotOffered {
  return subcode === undefined ? { kind: 'not-offered', reason } : { kind: 'not-offered', reason, subcode };
}

/** Answers one operation. Throws `Fault` for every refusal; anything else it throws becomes a Receiver fault. */
export type Handler<Request, Response> = (request: Request, context: RequestContext) => Response | Promise<Response>;

/**
 * The handlers of one service. `Operations` is the generated map: operation name → { request, response }. Every
 * operation of the WSDL must stand here, so that a forgotten one does not compile.
 */
export type Handlers<Operations extends { [Name in keyof Operations]: { request: unknown; response: unknown } }> = {
  readonly [Name in keyof Operations]: Handler<Operations[Name]['request'], Operations[Name]['response']> | NotOffered;
};

/** Run-time row of an operation, from the generated table. */
export interface OperationRow {
  readonly name: string;
  readonly access: AccessClass;
  /** wsa:Action of request and response. */
  readonly action: string;
  readonly responseAction: string;
}

/** A service at its place on the web server. `handlers` is a `Handlers<…>` with its types erased by `bindService`. */
export interface ServiceBinding {
  /** e.g. `/onvif/device_service`; deeper paths reach the handler as `context.subPath`. */
  readonly path: string;
  /** Namespace of the service, `http://www.onvif.org/ver10/device/wsdl`. */
  readonly namespace: string;
  /** Version as GetServices tells it. */
  readonly version: { readonly Major: number; readonly Minor: number };
  /** The Capabilities element of GetServices / GetServiceCapabilities as its schema type, given to the codec. */
  readonly capabilities: () => unknown;
}
