import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes what was renamed or removed in the folder of a file durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file: FileHandle = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Creates a folder for its owner alone, and its parents. Node.js itself says ENOENT for a full disk when it creates parents. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/** The name under which the content before the last one is kept. */
export function lastGoodName(path: string): string {
  return `${path}.last`;
}

/** The name under which a damaged file is kept for whoever can make something of it. */
function damagedName(path: string): string {
  return `${path}.damaged`;
}

/** undefined where there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves the present content out of the way and returns where it is; only good content takes the last-good name. */
async function moveAway(path: string, isGood: (present: Buffer) => boolean): Promise<string | undefined> {
  let present: Buffer | undefined;
  try {
    present = await readIfThere(path);
    if (present === undefined) return undefined;
  } catch {
    // The file is there and its bytes cannot be read: damaged.
  }
  const kept = present !== undefined && isGood(present) ? lastGoodName(path) : damagedName(path);
  await rename(path, kept);
  return kept;
}

/**
 * Replaces a file so that a power cut at any instant leaves either the old or the new content, readable under the
 * file's name or its last-good name: write aside, sync, rename, sync the folder. When it rejects, the file has its old content.
 *
 * @param isGood whether the present content may take the place of the last good copy
 */
export async function replaceFile(
  path: string,
  bytes: Buffer,
  isGood: (present: Buffer) => boolean = () => true,
): Promise<void> {
  const aside = `${path}.new`;
  let kept: string | undefined;
  let moved = false;
  try {
    await writeSynced(aside, bytes);
    kept = await moveAway(path, isGood);
    moved = true;
    await rename(aside, path);
    await syncFolder(path);
  } catch (error) {
    const quiet = (): void => undefined;
    await rm(aside, { force: true }).catch(quiet);
    if (moved) await (kept === undefined ? rm(path, { force: true }) : rename(kept, path)).catch(quiet);
    throw error;
  }
}
