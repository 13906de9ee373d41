import { chmod, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type StorageError, storageError } from '../../services/settings/storage-error.ts';
import { makeFolder, writeSynced } from './atomic-file.ts';
import { type DeviceKey, openDeviceKey } from './device-key.ts';
import { lockFolder } from './folder-lock.ts';

/** A settings folder that belongs to this process until `release`. */
export interface DataFolder {
  readonly path: string;
  readonly key: DeviceKey;
  /** Aborted by `release`. */
  readonly released: AbortSignal;
  /** Tries whether something can be stored now; resolves with why not. */
  probe(): Promise<StorageError | undefined>;
  release(): Promise<void>;
}

/** Bytes of a probe: a disk may still take an empty file when it is full. */
const probeLength = 4096;

/** Errors of a disk that is full or read-only: no mistake of whoever starts the camera. */
const diskErrors = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** Creates the folder where needed and the disk lets it. */
async function create(path: string): Promise<void> {
  try {
    await makeFolder(path);
    await chmod(path, 0o700);
    await (await open(path, 'r')).close();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!diskErrors.includes(code)) throw error;
  }
}

/**
 * Creates the folder where needed (0700) and takes it. Where it cannot be written the camera starts all the same, and each
 * change of its settings is refused. Rejects with a message for people.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await create(path);
  const unlock = await lockFolder(path);
  const key = await openDeviceKey(path);
  const released = new AbortController();
  const file = join(path, 'probe');
  return {
    path,
    key,
    released: released.signal,
    probe: async () => {
      try {
        await key.confirm();
        await writeSynced(file, Buffer.alloc(probeLength));
        return undefined;
      } catch (error) {
        return storageError(error);
      } finally {
        await rm(file, { force: true }).catch(() => undefined);
      }
    },
    release: async () => {
      released.abort();
      await unlock();
    },
  };
}
