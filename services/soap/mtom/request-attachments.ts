import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { AttachmentData } from '../../generated/tt.ts';
import type { Attachment, Attachments } from '../../http/attachments.ts';
import { BodyTooLong } from '../../http/request-body.ts';
import { type MultipartReader, messageRoom } from './multipart-reader.ts';
import { contentId } from './multipart-type.ts';
import { type ReplyFile, replyMultipart } from './reply-files.ts';

interface RequestFiles {
  /** Files that stood in the message itself. */
  readonly inline: readonly { readonly href: string; readonly bytes: Buffer }[];
  /** Reader behind the message's own part; undefined for a request that is no multipart. */
  readonly parts: MultipartReader | undefined;
  /** True for a request that was multipart itself. */
  readonly multipart: boolean;
  /** Content-Length of the request; undefined when it has none. */
  readonly length: number | undefined;
}

/** Files beside the message of one request, and beside its reply. */
export class RequestAttachments implements Attachments {
  readonly #files: RequestFiles;
  readonly #added: ReplyFile[] = [];

  constructor(files: RequestFiles) {
    this.#files = files;
  }

  async *read(limit: number): AsyncGenerator<Attachment> {
    const { inline, parts, length = 0 } = this.#files;
    const sent = inline.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (sent > limit || length > limit + messageRoom) throw new BodyTooLong(limit);
    for (const { href, bytes } of inline) yield { href, body: Readable.from([bytes], { objectMode: false }) };
    if (parts === undefined) return;
    parts.allow(limit);
    for (let part = await parts.next(); part !== undefined; part = await parts.next()) {
      const { body, headers } = part;
      yield { href: `cid:${contentId(headers['content-id']?.[0] ?? '')}`, body };
      // A caller that destroyed the body wants no more.
      if (body.destroyed && !body.readableEnded) return;
      // The next part begins only when this one has ended.
      if (!body.readableEnded) await finished(body.resume(), { writable: false }).catch(() => undefined);
    }
  }

  add(bytes: Buffer, contentType: string): AttachmentData {
    const id = `file-${this.#added.length + 1}`;
    this.#added.push({ id, contentType, bytes });
    return { contentType, Include: { href: `cid:${id}` } };
  }

  /** The reply: multipart where it has files, or where the request was multipart. */
  reply(envelope: Buffer): { readonly type?: string; readonly body: Buffer } {
    if (this.#files.multipart || this.#added.length > 0) return replyMultipart(envelope, this.#added);
    return { body: envelope };
  }
}
