import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, replaceFile } from './atomic-file.ts';

/** A settings folder that belongs to this process until `release`. */
export interface DataFolder {
  readonly path: string;
  /** 32 bytes; what is secret at rest is encrypted with it. */
  readonly key: Buffer;
  release(): Promise<void>;
}

/** When a process started, in clock ticks since boot (proc(5), field 22); '' when it is gone. */
function startOf(pid: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** One process at a time: the lock names its holder by pid and start, so that one of a dead process is seen through. */
async function lock(path: string): Promise<void> {
  const mine = `${process.pid} ${startOf(`${process.pid}`)}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', start] = (await readFile(path, 'utf8')).split(' ');
    if (start !== undefined && start !== '' && startOf(pid) === start) {
      throw new Error(`the settings in use by process ${pid} cannot be shared: give this camera another --data folder`);
    }
    await rm(path, { force: true });
  }
  throw new Error(`cannot lock ${path}`);
}

async function deviceKey(path: string): Promise<Buffer> {
  const stored = await readIfThere(path);
  if (stored?.length === 32) return stored;
  if (stored !== undefined) throw new Error(`${path} is damaged: restore it, or remove the folder to start afresh`);
  const key = randomBytes(32);
  await replaceFile(path, key);
  return key;
}

/** Creates the folder where needed (0700) and takes it. Rejects with a message for people. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  await (await open(path, 'r')).close();
  const lockFile = join(path, 'lock');
  await lock(lockFile);
  return {
    path,
    key: await deviceKey(join(path, 'device.key')),
    release: () => rm(lockFile, { force: true }),
  };
}
