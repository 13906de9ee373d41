import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.ts';

/** A file system of its own, mounted at `path` as a card is. */
export interface SmallDisk {
  readonly path: string;
  /** Leaves not one byte free, and no file where `nr_inodes` is among the options. */
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

function untilFull(write: () => void): void {
  try {
    for (;;) write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Takes all bytes, and all files where the disk was made for few. */
function fill(folder: string, hasFewFiles: boolean): void {
  for (const bytes of [65_536, 4096, 1])
    untilFull(() => writeFileSync(join(folder, 'filler'), Buffer.alloc(bytes), { flag: 'a' }));
  let next = 0;
  if (hasFewFiles)
    untilFull(() => {
      writeFileSync(join(folder, `filler-${next}`), '');
      next += 1;
    });
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
    fill: () => fill(device, options.includes('nr_inodes')),
    empty: () => {
      for (const name of readdirSync(device)) if (name.startsWith('filler')) rmSync(join(device, name));
    },
    setReadOnly: (readOnly) => run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'},bind`, path),
    unplug: () => run('umount', path),
    plugIn: () => run('mount', '--bind', device, path),
  };
}
