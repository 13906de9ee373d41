import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** The client sent more than the route takes. */
export class BodyTooLong extends Error {
  constructor(limit: number) {
    super(`a request body of more than ${limit} bytes`);
    this.name = 'BodyTooLong';
  }
}

/** Bytes that wait between the socket and the handler. */
const readAhead = 64 * 1024;

/** True where the client wants to hear 100 Continue before it sends its body (RFC 9110 10.1.1). */
function waitsForContinue({ headers, httpVersionMinor }: IncomingMessage): boolean {
  return httpVersionMinor > 0 && headers.expect?.toLowerCase() === '100-continue';
}

/** Asks a client for its body where it waits to be asked. */
export function inviteBody(request: IncomingMessage, response: ServerResponse): void {
  if (!waitsForContinue(request)) return;
  delete request.headers.expect;
  response.writeContinue();
}

/** A client that was never asked for its body may send it or not, so nothing can follow on that connection. */
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

/** The body of a request as a stream that ends in BodyTooLong beyond the limit. The connection survives that. */
export function boundedBody(request: IncomingMessage, response: ServerResponse, limit: number): Readable {
  return Readable.from(bounded(request, response, limit), { objectMode: false, highWaterMark: readAhead });
}
