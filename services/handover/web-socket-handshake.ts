import { createHash } from 'node:crypto';
import type { RequestHead } from '../http/request-head.ts';
import { webSocketPath } from '../plan/handed-connection.ts';
import { type Recognition, refuse } from './recognition.ts';

/** RFC 6455 1.3: what the accept value proves. */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** 16 bytes in base64 (RFC 6455 4.1). */
const keyForm = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
const subProtocol = 'rtsp.onvif.org';

/** The members of a comma separated list. */
function members(value: string | undefined): readonly string[] {
  return (value ?? '').split(',').map((member) => member.trim());
}

function names(value: string | undefined, member: string): boolean {
  return members(value).some((one) => one.toLowerCase() === member);
}

function pathOf(target: string): string | undefined {
  return target.split('?', 1)[0];
}

/** Whether a request is an upgrade to WebSocket, or for the path of RTSP over WebSocket. */
export function isWebSocketRequest({ method, target, fields }: RequestHead): boolean {
  return method === 'GET' && (names(fields.get('upgrade'), 'websocket') || pathOf(target) === webSocketPath);
}

/**
 * The server's side of the opening handshake (RFC 6455 4.2, STR-90, STR-91). The web server has refused foreign origins
 * already; every RTSP request inside answers a digest challenge of its own.
 */
export function answerHandshake({ target, fields }: RequestHead): Recognition {
  if (pathOf(target) !== webSocketPath) return refuse(404);
  if (!names(fields.get('upgrade'), 'websocket'))
    return refuse(426, ['Upgrade: websocket', 'Sec-WebSocket-Version: 13']);
  if (!names(fields.get('connection'), 'upgrade')) return refuse(400);
  if (fields.get('sec-websocket-version') !== '13') {
    return refuse(426, ['Upgrade: websocket', 'Sec-WebSocket-Version: 13']);
  }
  const key = fields.get('sec-websocket-key') ?? '';
  if (!keyForm.test(key) || fields.get('host') === undefined) return refuse(400);
  // Names of sub-protocols are compared as they stand (RFC 6455 4.2.2).
  if (!members(fields.get('sec-websocket-protocol')).includes(subProtocol)) return refuse(400);
  const reply = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(`${key}${guid}`).digest('base64')}`,
    `Sec-WebSocket-Protocol: ${subProtocol}`,
  ];
  return { kind: 'handed', role: 'websocket', cookie: undefined, reply: `${reply.join('\r\n')}\r\n\r\n` };
}
