/** Reason phrases of the status codes in use (RFC 2326 7.1.1). */
export const statusReasons = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Request Entity Too Large',
  451: 'Parameter Not Understood',
  453: 'Not Enough Bandwidth',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  457: 'Invalid Range',
  459: 'Aggregate Operation Not Allowed',
  460: 'Only Aggregate Operation Allowed',
  461: 'Unsupported Transport',
  463: 'Key management failure',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  505: 'RTSP Version Not Supported',
  551: 'Option not supported',
} as const;

export type StatusCode = keyof typeof statusReasons;

/** A refusal: thrown while a request is handled, answered in one place. */
export class RtspError extends Error {
  readonly status: StatusCode;
  readonly headers: readonly (readonly [string, string])[];

  constructor(status: StatusCode, reason?: string, headers: readonly (readonly [string, string])[] = []) {
    super(reason ?? statusReasons[status]);
    this.name = 'RtspError';
    this.status = status;
    this.headers = headers;
  }
}
