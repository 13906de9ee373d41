import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function create(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = lstatSync(path);
    if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0)
      throw new Error(`${path} is not a folder of this user alone: remove it`);
  }
}

/**
 * The folder for the socket of relays, closed to other users: an address of a Unix-domain socket is short, so it cannot lie in
 * any data folder. One data folder has always the same, and what a camera that was killed left in it goes. Throws with
 * a message for people where somebody else has taken the name.
 */
export function openRelayFolder(data: string): string {
  const name = createHash('sha256').update(`${process.getuid?.()} ${data}`).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `vedette-${name}`);
  create(path);
  for (const left of readdirSync(path)) rmSync(join(path, left), { recursive: true, force: true });
  return path;
}
