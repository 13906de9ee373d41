import type { Readable } from 'node:stream';
import { Fault } from '../../faults/fault.ts';
import { BodyTooLong } from '../../http/request-body.ts';
import { bodyLimit, parseXml, type XmlBody } from '../xml-body.ts';
import { MultipartReader } from './multipart-reader.ts';
import { contentId, type MultipartType } from './multipart-type.ts';

interface OpenMultipart {
  readonly xml: XmlBody;
  /** Parts behind the message. */
  readonly parts: MultipartReader;
}

const mediaType = /^application\/(?:xop|soap)\+xml$/i;
const plainEncodings: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary']);

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw new BodyTooLong(bodyLimit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readMessage(parts: MultipartReader, start: string | undefined): Promise<XmlBody> {
  const root = await parts.next();
  if (root === undefined) throw new Fault('WellFormed', 'Well-formed Error: the multipart body has no part');
  const field = (name: string): string => root.headers[name]?.[0]?.trim() ?? '';
  if (start !== undefined && contentId(field('content-id')) !== start)
    throw new Fault('WellFormed', 'Well-formed Error: the part with the message must come first');
  const type = field('content-type') || 'application/xop+xml';
  const encoding = field('content-transfer-encoding').toLowerCase() || 'binary';
  if (!mediaType.test(type.split(';', 1)[0]?.trim() ?? '') || !plainEncodings.has(encoding))
    return { kind: 'status', status: 415 };
  return parseXml(await bytesOf(root.body), type);
}

/**
 * Reads the message of a multipart request. The parts behind it stay with the client until a handler reads them, so that
 * nobody uploads anything before the login.
 */
export async function openMultipart(body: Readable, { boundary, start }: MultipartType): Promise<OpenMultipart> {
  const parts = new MultipartReader(body, boundary);
  try {
    return { xml: await readMessage(parts, start), parts };
  } catch (error) {
    if (error instanceof BodyTooLong) return { xml: { kind: 'status', status: 413 }, parts };
    if (error instanceof Fault) return { xml: { kind: 'fault', fault: error }, parts };
    throw error;
  }
}
