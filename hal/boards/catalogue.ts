import type { Board } from './board.ts';
import { clip } from './clip.ts';
import { qemuVirt } from './qemu-virt.ts';
import { virtual } from './virtual.ts';

/** Every board by its name. A new board is one file and one line here. */
export const boards: Readonly<Record<string, Board>> = { virtual, clip, 'qemu-virt': qemuVirt };
