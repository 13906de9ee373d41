/** SOAP 1.2 fault code (local name). */
export type FaultCode = 'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand' | 'DataEncodingUnknown';

/** Code, ter: subcode, second ter: subcode, reason text; an empty subcode is absent. */
export type FaultRow = readonly [code: FaultCode, subcode: string, detail: string, reason: string];
