import { connect, type Socket } from 'node:net';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';

/** Milliseconds for one side to take what is left when the other has ended. */
const lingerTime = 2_000;

/** First bytes of a relay: the length in 4 bytes, most significant first, the description in JSON, then the bytes. @internal */
export function relayHeader({ head, ...description }: HandedConnection): Buffer {
  const text = Buffer.from(JSON.stringify(description));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, head]);
}

/** Ends `other` soon after `one` has closed, at once when that was an error. */
function endTogether(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy());
  one.once('close', () => {
    const cut = setTimeout(() => other.destroy(), lingerTime);
    other.once('close', () => clearTimeout(cut));
    other.end();
  });
}

/**
 * Carries a connection whose TLS ends in this process to the relay server at `path`, where native code can have a descriptor
 * of its own. Neither side is read faster than the other takes it; when one ends, so does the other.
 */
export function relay(socket: Socket, path: string, handed: HandedConnection): void {
  const other = connect(path);
  endTogether(socket, other);
  endTogether(other, socket);
  other.write(relayHeader(handed));
  socket.pipe(other);
  other.pipe(socket);
}
