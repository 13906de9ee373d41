import type { FaultRow } from './fault-row.ts';

/** Faults that any operation may answer with; the reason texts are normative (ONVIF Core 5.8.2.2). */
export const genericFaults = {
  VersionMismatch: ['VersionMismatch', '', '', 'SOAP version mismatch'],
  MustUnderstand: ['MustUnderstand', '', '', 'SOAP header blocks not understood'],
  DataEncodingUnknown: ['DataEncodingUnknown', '', '', 'Unsupported SOAP data encoding'],
  WellFormed: ['Sender', 'WellFormed', '', 'Well-formed Error'],
  TagMismatch: ['Sender', 'TagMismatch', '', 'Tag Mismatch'],
  Tag: ['Sender', 'Tag', '', 'No Tag'],
  Namespace: ['Sender', 'Namespace', '', 'Namespace Error'],
  MissingAttr: ['Sender', 'MissingAttr', '', 'Required Attribute not present'],
  ProhibAttr: ['Sender', 'ProhibAttr', '', 'Prohibited Attribute'],
  InvalidArgs: ['Sender', 'InvalidArgs', '', 'Invalid Args'],
  InvalidArgVal: ['Sender', 'InvalidArgVal', '', 'Argument Value Invalid'],
  UnknownAction: ['Sender', 'UnknownAction', '', 'Unknown Action'],
  OperationProhibited: ['Sender', 'OperationProhibited', '', 'Operation not Permitted'],
  NotAuthorized: ['Sender', 'NotAuthorized', '', 'Sender not Authorized'],
  ActionNotSupported: ['Receiver', 'ActionNotSupported', '', 'Optional Action Not Implemented'],
  Action: ['Receiver', 'Action', '', 'Action Failed'],
  OutofMemory: ['Receiver', 'OutofMemory', '', 'Out of Memory'],
  CriticalError: ['Receiver', 'CriticalError', '', 'Critical Error'],
} as const satisfies Readonly<Record<string, FaultRow>>;
