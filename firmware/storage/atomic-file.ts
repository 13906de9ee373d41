import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file: FileHandle = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name under which the content before the last one is kept. */
export function lastGoodName(path: string): string {
  return `${path}.last`;
}

/**
 * Replaces a file so that a power cut at any instant leaves either the old or the new content, readable under the
 * file's name or its last-good name: write aside, sync, rename, sync the folder.
 */
export async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const aside = `${path}.new`;
  await writeSynced(aside, bytes);
  await rename(path, lastGoodName(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(aside, path);
  await syncFolder(path);
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
