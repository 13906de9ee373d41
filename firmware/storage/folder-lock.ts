import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** Milliseconds for the process that holds a lock to say which it is. */
const answerTime = 1000;

/** An abstract socket address: the kernel gives it to one process at a time and takes it back with that process. */
function addressOf(place: string): string {
  return `\0vedette-data-${createHash('sha256').update(place).digest('hex').slice(0, 32)}`;
}

/** Addresses that stand for a folder: by its name, since it may be created later, and by its inode, whatever leads to it. */
function addressesOf(path: string): readonly string[] {
  const info = statSync(path, { throwIfNoEntry: false });
  const inode = info === undefined ? [] : [`${info.dev} ${info.ino}`];
  return [path, ...inode].map(addressOf);
}

/** The number of the process that listens there; '' when it does not say. */
async function holderOf(address: string): Promise<string> {
  const socket = connect(address);
  socket.setEncoding('utf8').setTimeout(answerTime, () => socket.destroy());
  let text = '';
  socket.on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
}

/** Takes one address; resolves with how to let it go. Rejects with a message for people. */
async function lockAddress(address: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => socket.on('error', () => undefined).end(`${process.pid}`));
  server.unref();
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = (await holderOf(address)) || 'of another program';
    throw new Error(
      `the settings in use by process ${holder} cannot be shared: give this camera another --data folder`,
      { cause: error },
    );
  }
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

/**
 * Takes a folder for this process; resolves with how to let it go. The lock needs no write, so it works on a disk that is full
 * or read-only, and of programs that start in one instant exactly one gets it. Rejects with a message for people.
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  const held: (() => Promise<void>)[] = [];
  const unlock = async (): Promise<void> => {
    await Promise.all(held.map((release) => release()));
  };
  try {
    for (const address of addressesOf(path)) held.push(await lockAddress(address));
    return unlock;
  } catch (error) {
    await unlock();
    throw error;
  }
}
