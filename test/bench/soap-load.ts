import autocannon from 'autocannon';
import type { DigestClient } from './digest-client.ts';
import type { Row } from './table.ts';

/** A message without parameters. */
export const envelope = (namespace: string, operation: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><${operation} xmlns="${namespace}"/></s:Body></s:Envelope>`;

/** One kind of request, sent by 32 connections as fast as answers come. */
export interface SoapLoad {
  readonly name: string;
  readonly url: string;
  readonly body: string;
  /** Adds credentials to each request, as a client does that keeps its nonce. */
  readonly digest: DigestClient | undefined;
}

/** Sends it for that many seconds; one row of rate and latency. */
export async function load(what: SoapLoad, seconds: number): Promise<Row> {
  const path = new URL(what.url).pathname;
  const { digest } = what;
  const result = await autocannon({
    url: what.url,
    connections: 32,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        body: what.body,
        headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
        setupRequest: (request) =>
          digest === undefined
            ? request
            : { ...request, headers: { ...request.headers, authorization: digest.authorization('POST', path) } },
      },
    ],
  });
  return {
    what: what.name,
    'requests per second': Math.round(result.requests.average),
    'p50 ms': result.latency.p50,
    'p99 ms': result.latency.p99,
    'not 2xx': result.non2xx + result.errors,
  };
}
