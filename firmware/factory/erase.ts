import { open, rm } from 'node:fs/promises';
import { syncFolder } from '../storage/atomic-file.ts';

/** Overwrites a file with zeros, synced, then removes it. What a card keeps in blocks that it no longer shows is out of reach. */
export async function eraseFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path);
  // FAT of some kernels refuses to sync a folder; what was in the file is gone all the same.
  await syncFolder(path).catch(() => undefined);
}
