import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.ts';

/** A file system of its own, mounted at `path` as a card is. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves not one byte free. */
  fill(): void;
  empty(): void;
  setReadOnly(readOnly: boolean): void;
  /** The mount point stays, with nothing in it. */
  unplug(): void;
  plugIn(): void;
}

function run(program: 'mount' | 'umount', ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr.trim()}`);
}

function fill(file: string): void {
  for (const bytes of [65_536, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

/**
 * Mounts a disk in memory that goes with the process; undefined, and the reason printed, where this user may not mount.
 *
 * @param options of tmpfs
 */
export function smallDisk(what: string, options = 'size=1m'): SmallDisk | undefined {
  const path = temporaryFolder();
  const device = temporaryFolder();
  try {
    run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', device);
  } catch (error) {
    process.stdout.write(`\nskip: ${what}: ${(error as Error).message}\n`);
    return undefined;
  }
  process.prependListener('exit', () => {
    for (const place of [path, device]) spawnSync('umount', ['-l', place]);
  });
  run('mount', '--bind', device, path);
  return {
    path,
    fill: () => fill(join(device, 'filler')),
    empty: () => rmSync(join(device, 'filler')),
    setReadOnly: (readOnly) => run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'},bind`, path),
    unplug: () => run('umount', path),
    plugIn: () => run('mount', '--bind', device, path),
  };
}
