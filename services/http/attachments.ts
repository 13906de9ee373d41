import type { Readable } from 'node:stream';
import type { AttachmentData } from '../generated/tt.ts';

/** A file that came with a SOAP request. */
export interface Attachment {
  /** Reference by which the message names the file: `Include.href` of its tt:AttachmentData, spelled the same. */
  readonly href: string;
  /** Bytes as they arrive; reading slowly slows the client down. */
  readonly body: Readable;
}

/** Files beside a SOAP message in both directions (MTOM, XOP). */
export interface Attachments {
  /**
   * Files of the request in the order in which they arrive. Bytes that the caller does not read before it asks for the next file
   * are dropped. Throws BodyTooLong as soon as it is known that all of them have more than `limit` bytes, and the fault WellFormed
   * when the request ends early.
   */
  read(limit: number): AsyncIterable<Attachment>;
  /** Adds a file to the reply; the result stands for it in the response. */
  add(bytes: Buffer, contentType: string): AttachmentData;
}
