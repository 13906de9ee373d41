import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { HandedConnection } from '../../../services/plan/handed-connection.ts';
import type { Carrier } from './rtsp-client.ts';
import type { RunningServer } from './running-server.ts';
import { clientFrame, type ServerFrame, ServerFrames } from './web-socket-client.ts';

/** A connection that the web port has handed to the RTSP server after its HTTP head. */
export async function handedSocket(
  running: RunningServer,
  handed: Pick<HandedConnection, 'role'> & Partial<HandedConnection>,
): Promise<Socket> {
  const ends = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', secure: false, head: new Uint8Array() };
  const server = createServer((socket) => running.server.acceptHanded(socket, { ...ends, ...handed }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  socket.on('error', () => undefined);
  const accepted = once(server, 'connection');
  await once(socket, 'connect');
  await accepted;
  server.close();
  return socket;
}

/** Both halves of an HTTP tunnel. `post` may be replaced by another one. */
interface TunnelCarrier extends Carrier {
  post: Socket;
}

export async function openTunnel(running: RunningServer, cookie: string, secure = false): Promise<TunnelCarrier> {
  const socket = await handedSocket(running, { role: 'tunnel-get', cookie, secure });
  const post = await handedSocket(running, { role: 'tunnel-post', cookie, secure });
  const carrier: TunnelCarrier = {
    socket,
    post,
    write: (bytes) => carrier.post.write(Buffer.from(bytes).toString('base64').replace(/.{60}/g, '$&\r\n')),
    onData: (take) => socket.on('data', take),
  };
  return carrier;
}

interface WebSocketCarrier extends Carrier {
  /** Control frames of the server. */
  readonly control: ServerFrame[];
  /** Opcodes of all other frames. */
  readonly opcodes: Set<number>;
}

/** @param size octets of payload in one frame */
export async function openWebSocket(running: RunningServer, size = 65_536): Promise<WebSocketCarrier> {
  const socket = await handedSocket(running, { role: 'websocket' });
  const frames = new ServerFrames();
  const control: ServerFrame[] = [];
  const opcodes = new Set<number>();
  return {
    socket,
    control,
    opcodes,
    write: (bytes) => {
      for (let at = 0; at < bytes.length; at += size)
        socket.write(clientFrame('binary', bytes.subarray(at, at + size)));
    },
    onData: (take) =>
      socket.on('data', (chunk: Buffer) => {
        for (const frame of frames.push(chunk)) {
          if (frame.opcode >= 8) control.push(frame);
          else {
            opcodes.add(frame.opcode);
            take(frame.payload);
          }
        }
      }),
  };
}
