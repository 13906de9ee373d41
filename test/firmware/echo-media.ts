import type { Socket } from 'node:net';
import { startRelayServer } from '../../firmware/handover/relay-server.ts';
import type { ToMedia } from '../../firmware/link/channel.ts';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';

/**
 * A program in the place of the media process: sends back what every connection sends, behind a line that tells what
 * came with it. A cookie of `sleep` holds up the whole process, one of `stall` its connection.
 */
const [, , , relayPath = ''] = process.argv;

function echo(socket: Socket, { head, ...description }: HandedConnection): void {
  socket.on('error', () => socket.destroy());
  if (description.cookie === 'sleep') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  socket.write(`${JSON.stringify(description)}\n`);
  socket.write(head);
  if (description.cookie === 'stall') socket.pause();
  else socket.pipe(socket);
}

process.on('message', (message: ToMedia, handle?: Socket) => {
  if (message.kind === 'stop') process.exit(0);
  if (message.kind === 'connection' && handle !== undefined) echo(handle, message.handed);
});
await startRelayServer(relayPath, echo);
setInterval(() => process.send?.({ kind: 'heartbeat', next: 500 }), 100);
process.send?.({ kind: 'ready', rtspPort: 1 });
process.on('disconnect', () => process.exit(0));
