import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createWebSocketStream, WebSocket } from 'ws';

/** A local TCP port for players that know no WebSocket: what they send goes through npm `ws` to the camera and back. */
interface WebSocketBridge {
  readonly port: number;
  stop(): void;
}

/** Each connection to the port opens one WebSocket of sub-protocol rtsp.onvif.org to `address` (ws: or wss:). */
export async function startBridge(address: string): Promise<WebSocketBridge> {
  const server: Server = createServer((socket) => {
    // The certificate of a camera on the loopback address is its own.
    const webSocket = new WebSocket(address, 'rtsp.onvif.org', { rejectUnauthorized: false });
    const stream = createWebSocketStream(webSocket);
    const end = (): void => {
      socket.destroy();
      stream.destroy();
    };
    webSocket.on('message', (_data, isBinary) => {
      if (!isBinary) end();
    });
    for (const one of [socket, stream]) one.on('error', end).on('close', end);
    socket.pipe(stream).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => void server.close() };
}
