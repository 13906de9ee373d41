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

/** The error that a place gives when nothing more fits, or nothing may be written, there. */
function isNoRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Folders in memory, tried in this order when the temporary directory has no room. */
const others = ['/run', '/dev/shm'];

function open(parent: string, name: string): string {
  const path = join(parent, name);
  create(path);
  for (const left of readdirSync(path)) rmSync(join(path, left), { recursive: true, force: true });
  return path;
}

/**
 * The folder for the socket of relays, closed to other users: an address of a Unix-domain socket is short, so it cannot lie in
 * any data folder. One data folder has always the same, and what a camera that was killed left in it goes. Where the temporary
 * directory is full, it lies in memory. Throws with a message for people where somebody else has taken the name.
 */
export function openRelayFolder(data: string): string {
  const name = `vedette-${createHash('sha256').update(`${process.getuid?.()} ${data}`).digest('hex').slice(0, 16)}`;
  for (const parent of [tmpdir(), ...others]) {
    try {
      return open(parent, name);
    } catch (error) {
      if (!isNoRoom(error)) throw error;
    }
  }
  throw new Error(`${name} fits into none of ${[tmpdir(), ...others].join(', ')}: make room, or set TMPDIR`);
}
