import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { openSocket, plainWire, readHead, type Wire } from './wire.ts';

const opcodes = { binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One masked, unfragmented client frame (RFC 6455 5.2). */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const mask = randomBytes(4);
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff]);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return Buffer.concat([head, mask, masked]);
}

/** Takes server frames apart, in whatever pieces they come; `take` gets payload as it arrives. */
export function frameReader(use: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      if (held.length < 2) return;
      const short = (held[1] ?? 0) & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (held.length < head) return;
      const length = short === 126 ? held.readUInt16BE(2) : short === 127 ? Number(held.readBigUInt64BE(2)) : short;
      if (held.length < head + length) return;
      use((held[0] ?? 0) & 0x0f, held.subarray(head, head + length));
      held = held.subarray(head + length);
    }
  };
}

function wireOn(socket: Socket): Wire {
  const plain = plainWire(socket);
  const send = (opcode: number, payload: Uint8Array): void => plain.write(clientFrame(opcode, payload));
  return {
    ...plain,
    write: (bytes) => send(opcodes.binary, typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
    onBytes: (listener) =>
      plain.onBytes(
        frameReader((opcode, payload) => {
          if (opcode === opcodes.ping) send(opcodes.pong, payload);
          else if (opcode === opcodes.close) socket.destroy();
          else if (opcode < opcodes.close) listener(payload);
        }),
      ),
  };
}

/** RTSP over WebSocket on the web port (STR-08, STR-90..94). */
export async function openWebSocket(host: string, port: number, secure = false): Promise<Wire> {
  const socket = await openSocket(host, port, secure);
  const lines = [
    'GET /onvif/rtsp HTTP/1.1',
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: rtsp.onvif.org',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await readHead(socket);
  if (head.startsWith('HTTP/1.1 101')) return wireOn(socket);
  socket.destroy();
  throw new Error(`WebSocket refused: ${head.split('\r\n')[0]}`);
}
