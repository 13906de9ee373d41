import { Fault, WsntFault } from '../faults/fault.ts';
import { type FaultName, faultTable } from '../faults/fault-table.ts';
import { escapeText } from '../schema/escape.ts';
import { SchemaError } from '../schema/schema-error.ts';
import { OlderEnvelope, soap11, soap12, writeEnvelope } from './envelope.ts';

/** Fault as an HTTP reply. */
export interface FaultReply {
  readonly status: number;
  /** Content type unless that of SOAP 1.2. */
  readonly type?: string;
  readonly body: string;
}

const faultAction = 'http://www.w3.org/2005/08/addressing/soap/fault';

const schemaFaults: Readonly<Record<SchemaError['kind'], FaultName>> = {
  missing: 'InvalidArgs',
  'missing-attribute': 'MissingAttr',
  type: 'InvalidArgs',
  enumeration: 'InvalidArgVal',
  'too-many': 'InvalidArgs',
  unexpected: 'TagMismatch',
  'prohibited-attribute': 'ProhibAttr',
  'unknown-operation': 'UnknownAction',
};

function subcodes(names: readonly string[]): string {
  const [first, ...rest] = names;
  return first === undefined ? '' : `<s:Subcode><s:Value>ter:${first}</s:Value>${subcodes(rest)}</s:Subcode>`;
}

function write(code: string, names: readonly string[], reason: string, detail: string): string {
  const text = `<s:Reason><s:Text xml:lang="en">${escapeText(reason)}</s:Text></s:Reason>`;
  const extra = detail === '' ? '' : `<s:Detail>${detail}</s:Detail>`;
  return `<s:Fault><s:Code><s:Value>s:${code}</s:Value>${subcodes(names)}</s:Code>${text}${extra}</s:Fault>`;
}

/** HTTP status of a fault code (SOAP 1.2 Part 2, 7.5.2.2). */
function statusOf(code: string): number {
  return code === 'Sender' ? 400 : 500;
}

/** VersionMismatch in SOAP 1.1 with an Upgrade header that names SOAP 1.2 (SOAP 1.2 Part 1, 5.4.7, appendix A). */
function olderVersionMismatch(reason: string): FaultReply {
  const upgrade = `<u:Upgrade xmlns:u="${soap12}"><u:SupportedEnvelope qname="u:Envelope"/></u:Upgrade>`;
  const fault = `<e:Fault><faultcode>e:VersionMismatch</faultcode><faultstring>${escapeText(reason)}</faultstring></e:Fault>`;
  const body = `<e:Envelope xmlns:e="${soap11}"><e:Header>${upgrade}</e:Header><e:Body>${fault}</e:Body></e:Envelope>`;
  return {
    status: 500,
    type: 'text/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

function asFault(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  if (error instanceof SchemaError) {
    const name = schemaFaults[error.kind];
    return new Fault(name, `${faultTable[name][3]}: ${error.message}`);
  }
  return undefined;
}

/**
 * Turns any error into a fault message; no other code does. An error that is no fault of the standard becomes a Receiver
 * fault with an id: `unexpected` gets the error and returns the id.
 */
export function faultReply(
  error: unknown,
  relatesTo: string | undefined,
  unexpected: (error: unknown) => string,
): FaultReply {
  if (error instanceof OlderEnvelope) return olderVersionMismatch(error.message);
  const addressing = { action: faultAction, relatesTo };
  if (error instanceof WsntFault) {
    return { status: 500, body: writeEnvelope(write('Receiver', [], error.message, error.detail.xml), addressing) };
  }
  const fault = asFault(error) ?? new Fault('Action', `Action Failed: internal error ${unexpected(error)}`);
  const [code, subcode, detail] = faultTable[fault.faultName];
  const names = [subcode, fault.detailCode ?? detail].filter((name) => name !== '');
  return { status: statusOf(code), body: writeEnvelope(write(code, names, fault.message, ''), addressing) };
}
