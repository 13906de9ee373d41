import { randomBytes } from 'node:crypto';

/** A file beside a reply. */
export interface ReplyFile {
  /** Content-ID, in characters that need no quotes. */
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const rootId = 'message';

/**
 * A reply as multipart/related (MTOM 3, XOP 4.1). WCF demands MIME-Version, a charset in the root part's content type and
 * quotes around a boundary with other characters than letters and digits.
 */
export function replyMultipart(
  envelope: Buffer,
  files: readonly ReplyFile[],
): { readonly type: string; readonly body: Buffer } {
  const boundary = `part${randomBytes(16).toString('hex')}`;
  const part = (id: string, type: string, encoding: string): Buffer =>
    Buffer.from(
      `\r\n--${boundary}\r\nContent-ID: <${id}>\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Type: ${type}\r\n\r\n`,
    );
  const body = Buffer.concat([
    part(rootId, 'application/xop+xml; charset=utf-8; type="application/soap+xml"', '8bit').subarray(2),
    envelope,
    ...files.flatMap(({ id, contentType, bytes }) => [part(id, contentType, 'binary'), bytes]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const type =
    `multipart/related; type="application/xop+xml"; boundary="${boundary}"; start="<${rootId}>"; ` +
    'start-info="application/soap+xml"';
  return { type, body };
}
