/** SOAP 1.2 fault code (local name). */
type FaultCode = 'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand' | 'DataEncodingUnknown';

/** Fault as code, ter: subcode, second ter: subcode and reason text; '' = no subcode. */
export type FaultRow = readonly [code: FaultCode, subcode: string, detail: string, reason: string];
