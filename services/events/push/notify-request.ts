import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { fixedLookup, hostOf, type OutgoingRules, outgoingAddress } from '../../http/outgoing-address.ts';

/** Milliseconds for a whole Notify: resolving, connecting, sending, and the consumer's answer. */
const timeout = 10_000;
/** Bytes of an answer that are read. */
const answerLimit = 65_536;

/** Signal that is aborted with another one, and after a time. `end` frees its timer. */
function limited(signal: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('the subscription has ended'));
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeout} ms`)), timeout);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

function rejectAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** Resolves with the status once the answer is read, or too much of it has come. */
function post(url: URL, body: Buffer, lookup: ReturnType<typeof fixedLookup>, signal: AbortSignal): Promise<number> {
  const headers = {
    'Content-Type': 'application/soap+xml; charset=utf-8',
    'Content-Length': body.length,
    Connection: 'close',
  };
  const options = { method: 'POST', agent: false, lookup, headers, signal } as const;
  // Consumers in a local network have certificates of their own; the standard has no place for what to trust.
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { ...options, rejectUnauthorized: false })
      : requestHttp(url, options);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(signal.aborted ? signal.reason : error);
    request.once('error', fail);
    request.once('response', (response) => {
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > answerLimit) response.destroy();
      });
      response.on('error', fail);
      response.once('close', () => {
        if (signal.aborted) fail(signal.reason);
        else resolve(response.statusCode ?? 0);
      });
    });
    request.end(body);
  });
}

/**
 * Sends one Notify. Resolves when the consumer answered 2xx; rejects otherwise, after 10 s at most. Redirections are not followed,
 * since they would lead to an address that nobody checked.
 */
export async function sendNotify(url: URL, body: Buffer, rules: OutgoingRules, ended: AbortSignal): Promise<void> {
  const limit = limited(ended);
  try {
    const resolving = outgoingAddress(hostOf(url), rules);
    const address = await Promise.race([resolving, rejectAborted(limit.signal)]);
    const status = await post(url, body, fixedLookup(address), limit.signal);
    if (status < 200 || status > 299) throw new Error(`the consumer answered ${status}`);
  } finally {
    limit.end();
  }
}
