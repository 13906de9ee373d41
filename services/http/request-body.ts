import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Error of a body that is longer than its route accepts. */
export class BodyTooLong extends Error {
  constructor(limit: number) {
    super(`a request body of more than ${limit} bytes`);
    this.name = 'BodyTooLong';
  }
}

/** Bytes that are read ahead of the handler. */
const readAhead = 64 * 1024;

/** True when the client waits for 100 Continue before it sends its body (RFC 9110 10.1.1). */
function waitsForContinue({ headers, httpVersionMinor }: IncomingMessage): boolean {
  return httpVersionMinor > 0 && headers.expect?.toLowerCase() === '100-continue';
}

/** Sends 100 Continue to a client that waits for it. */
export function inviteBody(request: IncomingMessage, response: ServerResponse): void {
  if (!waitsForContinue(request)) return;
  delete request.headers.expect;
  response.writeContinue();
}

/** Closes the connection after the reply when 100 Continue was not sent: the client may send the body or not. */
export function declineBody(request: IncomingMessage, response: ServerResponse): void {
  if (waitsForContinue(request)) response.shouldKeepAlive = false;
}

async function* bounded(request: IncomingMessage, response: ServerResponse, limit: number): AsyncGenerator<Buffer> {
  inviteBody(request, response);
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new BodyTooLong(limit);
    yield chunk;
  }
}

/** Body of a request as a stream that fails with BodyTooLong beyond the limit; the connection stays open. */
export function boundedBody(request: IncomingMessage, response: ServerResponse, limit: number): Readable {
  return Readable.from(bounded(request, response, limit), { objectMode: false, highWaterMark: readAhead });
}
