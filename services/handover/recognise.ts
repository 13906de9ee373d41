import type { RequestHead } from '../http/request-head.ts';
import { type Recognition, refuse } from './recognition.ts';
import { answerHandshake, isWebSocketRequest } from './web-socket-handshake.ts';

const tunnelType = 'application/x-rtsp-tunnelled';

/** Visible characters: clients choose freely, and it is only ever compared. */
const cookieForm = /^[\x21-\x7e]{1,128}$/;

/**
 * HTTP/1.0 and without length, as the QuickTime tunnel is known: what follows runs until the connection ends, and no
 * proxy on the way may keep it.
 */
const tunnelReply = [
  'HTTP/1.0 200 OK',
  `Content-Type: ${tunnelType}`,
  'Cache-Control: no-store',
  'Pragma: no-cache',
  'Connection: close',
  '\r\n',
].join('\r\n');

/**
 * Half of an RTSP over HTTP tunnel (STR-05), on any path: the RTSP inside names the stream. The length that a
 * POST tells is a formality of the tunnel: its body may run on until the client closes, or another POST may follow.
 */
function answerTunnel({ method, fields }: RequestHead, cookie: string): Recognition | undefined {
  const type = fields.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? tunnelType;
  if (method !== 'GET' && (method !== 'POST' || type !== tunnelType)) return undefined;
  if (!cookieForm.test(cookie)) return refuse(400);
  if (method === 'GET') return { kind: 'handed', role: 'tunnel-get', cookie, reply: tunnelReply };
  // The marks of chunks would stand in the middle of the base64.
  if (fields.has('transfer-encoding')) return refuse(501);
  const length = fields.get('content-length') ?? '';
  return {
    kind: 'handed',
    role: 'tunnel-post',
    cookie,
    reply: '',
    ...(/^\d{1,9}$/.test(length) && { length: Number(length) }),
  };
}

/** Whether a connection to the web port is RTSP behind this head; undefined for all that the web application answers. */
export function recognise(head: RequestHead): Recognition | undefined {
  const cookie = head.fields.get('x-sessioncookie');
  if (cookie !== undefined) return answerTunnel(head, cookie);
  return isWebSocketRequest(head) ? answerHandshake(head) : undefined;
}
