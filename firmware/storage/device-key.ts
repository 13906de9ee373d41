import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../../services/settings/storage-error.ts';
import { makeFolder, readIfThere, replaceFile } from './atomic-file.ts';
import { isSealed } from './sealed-value.ts';

/** Key of the device, with which secret sections are encrypted at rest. */
export interface DeviceKey {
  /** 32 bytes; undefined where the key is gone or damaged while something is encrypted with it. */
  readonly bytes: Buffer | undefined;
  /**
   * Called before each write: stores a key that is new, and else finds the stored one, so that nothing is written into the
   * empty mount point of a card that was taken out. Rejects as the file system does, and with StorageError.
   */
  confirm(): Promise<void>;
}

const length = 32;

async function bytesIn(file: string): Promise<Buffer | undefined> {
  try {
    return await readIfThere(file);
  } catch {
    // A key that the disk cannot read is damaged.
    return Buffer.alloc(0);
  }
}

/** Whether any settings file needs the key; a file that cannot be read may need it, too. */
async function hasSealedFiles(settings: string): Promise<boolean> {
  const names = await readdir(settings).catch(() => []);
  for (const name of names.filter((one) => /\.json(\.last)?$/.test(one))) {
    const bytes = await readFile(join(settings, name)).catch(() => undefined);
    if (bytes === undefined || isSealed(bytes)) return true;
  }
  return false;
}

/**
 * Reads the key, or makes one where nothing is encrypted yet. A new key never takes the place of one that is needed: without
 * it the users could not be read, and the camera must not take that for having none.
 */
export async function openDeviceKey(folder: string): Promise<DeviceKey> {
  const file = join(folder, 'device.key');
  const found = await bytesIn(file);
  let isStored = found?.length === length;
  const isLost = !isStored && (await hasSealedFiles(join(folder, 'settings')));
  const bytes = isStored ? found : isLost ? undefined : randomBytes(length);
  let storing: Promise<void> | undefined;
  const store = async (made: Buffer): Promise<void> => {
    try {
      // A disk that was full at the start may not even have had room for the folder.
      await makeFolder(folder);
      await replaceFile(file, made, () => false);
      isStored = true;
    } finally {
      storing = undefined;
    }
  };
  const confirm = async (): Promise<void> => {
    if (bytes === undefined) {
      await stat(folder);
    } else if (!isStored) {
      storing ??= store(bytes);
      await storing;
    } else if ((await readIfThere(file))?.equals(bytes) !== true) {
      throw new StorageError('gone');
    }
  };
  // Where the key cannot be stored now, each write tries again.
  if (!isStored) await confirm().catch(() => undefined);
  return { bytes, confirm };
}
