import { Fault } from '../faults/fault.ts';

/**
 * Kinds of failures that keep a change from being stored.
 *
 * @internal
 */
export type StorageFailure = 'full' | 'read-only' | 'gone' | 'unreadable' | 'io';

const reasons: Readonly<Record<StorageFailure, string>> = {
  full: 'the storage is full',
  'read-only': 'the storage is read-only',
  gone: 'the storage is not there',
  unreadable: 'what is stored cannot be read',
  io: 'the storage failed',
};

const kinds: Readonly<Record<string, StorageFailure>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  ENOENT: 'gone',
  ENOTDIR: 'gone',
  ENODEV: 'gone',
  ENXIO: 'gone',
};

/** A change of the settings that could not be kept: nothing has changed. Clients get ter:Action (ONVIF Core 5.8.2.2). */
export class StorageError extends Fault {
  readonly kind: StorageFailure;
  override readonly cause: unknown;

  constructor(kind: StorageFailure, cause?: unknown) {
    super('StorageFailed', `Action Failed: settings cannot be stored, ${reasons[kind]}`);
    this.name = 'StorageError';
    this.kind = kind;
    this.cause = cause;
  }
}

/** The StorageError that stands for an error of the file system. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  return new StorageError(kinds[code] ?? 'io', error);
}

/** Waits for a change that the device can do without: one that the storage refuses is not kept. Resolves with whether it was. */
export async function keptIfPossible(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof StorageError) return false;
    throw error;
  }
}
