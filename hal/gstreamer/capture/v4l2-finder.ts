import { statSync } from 'node:fs';
import type { HalError } from '../../ports/hal-error.ts';
import { findCamera, videoNodes } from './v4l2-devices.ts';

/** Milliseconds for which a search that found nothing counts while the nodes are the same. */
const searchCounts = 1500;

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** Looks for a camera again and again without opening every device of the machine each time. */
export class CameraFinder {
  readonly #wish: string;
  #inode: number | undefined;
  #failed: { readonly nodes: string; readonly at: number; readonly error: HalError } | undefined;

  constructor(wish: string) {
    this.#wish = wish;
  }

  /** See `findCamera`. */
  find(): string {
    const nodes = JSON.stringify(videoNodes().map((path) => [path, inode(path)]));
    const failed = this.#failed;
    if (failed !== undefined && failed.nodes === nodes && performance.now() - failed.at < searchCounts)
      throw failed.error;
    try {
      const path = findCamera(this.#wish);
      this.#inode = inode(path);
      this.#failed = undefined;
      return path;
    } catch (error) {
      this.#failed = { nodes, at: performance.now(), error: error as HalError };
      throw error;
    }
  }

  /** Whether the node is there, and the same one. */
  isThere(path: string): boolean {
    return inode(path) === this.#inode;
  }
}
