import { type StatusCode, statusReasons } from './status.ts';

/** A request as it was read (RFC 2326 6). Header names are in lower case; repeated ones are joined by `, `. */
export interface RtspRequest {
  readonly method: string;
  readonly uri: string;
  /** Sequence number (RFC 2326 12.17); undefined when it is missing or malformed. */
  readonly cseq: string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface RtspReply {
  readonly status: StatusCode;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Runs once the reply has been handed to the connection: packets follow the reply to PLAY, not the other way round. */
  readonly after?: () => void;
}

/** A CSeq that can be repeated in a reply. */
export function parseCseq(value: string | undefined): string | undefined {
  return value !== undefined && /^\d{1,10}$/.test(value) ? value : undefined;
}

/** Bytes of a reply (RFC 2326 7); `cseq` is what the request had, absent when it could not be read. */
export function serializeReply(reply: RtspReply, cseq: string | undefined): Buffer {
  const lines = [`RTSP/1.0 ${reply.status} ${statusReasons[reply.status]}`];
  if (cseq !== undefined) lines.push(`CSeq: ${cseq}`);
  lines.push('Server: Vedette', `Date: ${new Date().toUTCString()}`);
  for (const [name, value] of reply.headers ?? []) lines.push(`${name}: ${value}`);
  const body = Buffer.from(reply.body ?? '');
  if (body.length > 0) lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}
