import { STATUS_CODES } from 'node:http';
import type { HandedConnection } from '../plan/handed-connection.ts';

/** Result for the first request of a connection that is not for the web application. */
export type Recognition =
  | {
      readonly kind: 'handed';
      readonly role: Exclude<HandedConnection['role'], 'plain'>;
      readonly cookie: string | undefined;
      /** Content-Length of a tunnel-post, where it told one. */
      readonly length?: number;
      /** The HTTP reply that comes first, empty where there is none. */
      readonly reply: string;
    }
  | { readonly kind: 'refused'; readonly reply: string };

/** A whole HTTP reply without body, after which the connection closes. */
export function refuse(status: number, fields: readonly string[] = []): Recognition {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...fields, 'Content-Length: 0', 'Connection: close'];
  return { kind: 'refused', reply: `${lines.join('\r\n')}\r\n\r\n` };
}
