import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Names of the two slots. */
export type Slot = 'A' | 'B';

/** Boot state as U-Boot and RAUC share it. */
interface BootState {
  readonly order: string;
  /** Tries that each slot has left; 3 after it was marked good. */
  readonly left: Readonly<Record<Slot, number>>;
}

/** Sector of the boot state: at 1 MiB. */
const place = 1 << 20;
const sector = 512;

/** Boot state on a disk, read while the machine runs: QEMU writes through to the file. */
export function readBootState(disk: string): BootState {
  const file = openSync(disk, 'r');
  const bytes = Buffer.alloc(sector);
  try {
    readSync(file, bytes, 0, sector, place);
  } finally {
    closeSync(file);
  }
  const text = bytes.toString('latin1', 4);
  const value = (name: string): string => new RegExp(`(?:^|\\0)${name}=([^\\0]*)`).exec(text)?.[1] ?? '';
  return { order: value('BOOT_ORDER'), left: { A: Number(value('BOOT_A_LEFT')), B: Number(value('BOOT_B_LEFT')) } };
}

/** Spoils the sector, as a disk does that loses power within a write. */
export function spoilBootState(disk: string): void {
  overwrite(disk, place, Buffer.alloc(sector, 0x5a));
}

/** Overwrites bytes of a disk whose machine is off. */
export function overwrite(disk: string, at: number, bytes: Buffer): void {
  const file = openSync(disk, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, at);
  } finally {
    closeSync(file);
  }
}
