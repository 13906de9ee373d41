import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Two UDP sockets that count what comes. */
export interface Datagrams {
  readonly port: number;
  readonly packets: () => number;
  sendRtcp(packet: Uint8Array, port: number, host: string): void;
  sendRtp(packet: Uint8Array, port: number, host: string): void;
  close(): void;
}

async function bind(port: number, address: string, shared: boolean): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: shared });
  socket.bind(port, address);
  await once(socket, 'listening');
  socket.on('error', () => undefined);
  return socket;
}

async function bindPair(port: number, address: string, shared: boolean): Promise<readonly [Socket, Socket]> {
  const rtp = await bind(port, address, shared);
  try {
    return [rtp, await bind(rtp.address().port + 1, address, shared)];
  } catch (error) {
    rtp.close();
    throw error;
  }
}

function datagrams(rtp: Socket, rtcp: Socket): Datagrams {
  let packets = 0;
  rtp.on('message', () => {
    packets += 1;
  });
  rtcp.on('message', () => undefined);
  return {
    port: rtp.address().port,
    packets: () => packets,
    sendRtcp: (packet, port, host) => rtcp.send(packet, port, host),
    sendRtp: (packet, port, host) => rtp.send(packet, port, host),
    close: () => {
      rtp.close();
      rtcp.close();
    },
  };
}

let next = 46_000;

/** An even port and the one above it, on the loopback address. */
export async function openPair(): Promise<Datagrams> {
  for (let tries = 0; ; tries += 1) {
    const port = next;
    next = next >= 56_000 ? 46_000 : next + 2;
    try {
      const [rtp, rtcp] = await bindPair(port, '127.0.0.1', false);
      return datagrams(rtp, rtcp);
    } catch (error) {
      if (tries > 500) throw error;
    }
  }
}

/** A camera that is reached by the loopback address may send on the interface of the default route, where there is one. */
function joinByRoute(socket: Socket, group: string): void {
  try {
    socket.addMembership(group);
  } catch {
    // No route: the loopback interface is all there is.
  }
}

/** The same ports of a multicast group, shared with other receivers on this machine. */
export async function joinGroup(group: string, port: number): Promise<Datagrams> {
  const [rtp, rtcp] = await bindPair(port, group, true);
  for (const socket of [rtp, rtcp]) {
    socket.addMembership(group, '127.0.0.1');
    joinByRoute(socket, group);
  }
  return datagrams(rtp, rtcp);
}
