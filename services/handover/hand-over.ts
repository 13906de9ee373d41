import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TakeConnection } from '../http/http-server.ts';
import { plainAddress } from '../http/origin.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { HandedConnection } from '../plan/handed-connection.ts';
import { recognise } from './recognise.ts';
import { type Recognition, refuse } from './recognition.ts';

/** Media process as the receiver of connections. */
export interface ConnectionReceiver {
  /** Number of connections it can take now from that address, with or without TLS; 0 while it is down. */
  room(secure: boolean, address: string): number;
  /** Gives a TCP connection away: nothing of it is left in this process. The socket must not be reading. */
  hand(socket: Socket, handed: HandedConnection): void;
  /** Carries the bytes of a connection that cannot leave this process, until either side ends. */
  relay(socket: Socket, handed: HandedConnection): void;
}

/** Milliseconds for a client to take a refusal, or the reply before its connection is handed over. */
const replyTime = 2_000;

const unavailable = refuse(503, ['Retry-After: 2']);

/** Answers and closes; what the client goes on to send is dropped meanwhile, as a reset could overtake the answer. */
function refuseConnection(socket: Socket, reply: string): void {
  const cut = setTimeout(() => socket.destroy(), replyTime);
  socket.once('close', () => clearTimeout(cut)).on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
  socket.end(reply);
}

/**
 * Makes the process stop reading a paused socket at once: a stream whose buffer is full asks its descriptor for no
 * more. Whatever a process reads from a descriptor that it has given away would be lost.
 */
function stopReading(socket: Socket): void {
  socket.unshift(Buffer.alloc(socket.readableHighWaterMark));
}

/** Sends the reply first; `then` runs once it is out or cannot be, in no case before the socket has stopped reading. */
function afterReply(socket: Socket, reply: string, then: (sent: boolean) => void): void {
  const cut = setTimeout(() => socket.destroy(), replyTime);
  const sent = (error?: Error | null): void => {
    clearTimeout(cut);
    then(!error && !socket.destroyed);
  };
  if (reply === '') process.nextTick(sent);
  else socket.write(reply, 'latin1', sent);
}

function describe(
  socket: Socket,
  { role, cookie, length }: Extract<Recognition, { readonly kind: 'handed' }>,
): HandedConnection {
  return {
    role,
    ...(cookie !== undefined && { cookie }),
    ...(length !== undefined && { length }),
    head: new Uint8Array(),
    remoteAddress: plainAddress(socket.remoteAddress),
    localAddress: plainAddress(socket.localAddress),
    secure: socket instanceof TLSSocket,
  };
}

/** Takes RTSP connections out of the web server (STR-05, STR-06, STR-08). None of them asks for a login in HTTP. */
export function createHandOver(receiver: ConnectionReceiver): (head: RequestHead) => TakeConnection | undefined {
  /** Connections whose reply is on its way: they have their place with the receiver already. */
  let replying = 0;
  const handOver = (found: Recognition, socket: Socket, behind: Buffer): void => {
    if (found.kind === 'refused') {
      refuseConnection(socket, found.reply);
      return;
    }
    const handed = { ...describe(socket, found), head: behind };
    if (receiver.room(handed.secure, handed.remoteAddress) <= replying) {
      refuseConnection(socket, unavailable.reply);
      return;
    }
    socket.on('error', () => socket.destroy());
    if (!handed.secure) stopReading(socket);
    replying += 1;
    afterReply(socket, found.reply, (sent) => {
      replying -= 1;
      if (!sent) socket.destroy();
      else if (handed.secure) receiver.relay(socket, handed);
      else receiver.hand(socket, handed);
    });
  };
  return (head) => {
    const found = recognise(head);
    return found && ((socket, behind) => handOver(found, socket, behind));
  };
}
