import { execFileSync } from 'node:child_process';
import { overwrite } from './boot-state.ts';

/** Where the data partition lies, in bytes. */
function dataPartition(disk: string): { readonly start: number; readonly size: number } {
  const table = JSON.parse(execFileSync('sfdisk', ['-J', disk], { encoding: 'utf8' })) as {
    readonly partitiontable: {
      readonly partitions: readonly { readonly node: string; readonly start: number; readonly size: number }[];
    };
  };
  const data = table.partitiontable.partitions.find(({ node }) => node.endsWith('7'));
  if (data === undefined) throw new Error('the disk has no data partition');
  return { start: data.start * 512, size: data.size * 512 };
}

/** Overwrites the first superblock; the file system has copies of it. */
export function damageStart(disk: string): void {
  overwrite(disk, dataPartition(disk).start, Buffer.alloc(4096, 0xa5));
}

/** Bytes of a group of blocks, at whose start a copy of the superblock may lie: 32768 blocks of 4 KiB, 8192 of 1 KiB. */
const groups = [128 << 20, 8 << 20];

/** Overwrites the superblock and all its copies. */
export function damageBeyondRepair(disk: string): void {
  const { start, size } = dataPartition(disk);
  const bytes = Buffer.alloc(64 << 10, 0xa5);
  for (const group of groups) for (let at = 0; at < size; at += group) overwrite(disk, start + at, bytes);
}
