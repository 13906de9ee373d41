import { statSync } from 'node:fs';
import type { HalError } from '../../ports/hal-error.ts';
import { findCamera, videoNodes } from './v4l2-devices.ts';

/** Time (ms) for which a failed search is not repeated while the nodes are the same. */
const searchPause = 1500;

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** Repeated search for a camera that does not open every device each time. */
export class CameraFinder {
  readonly #wanted: string;
  #inode: number | undefined;
  #failed: { readonly nodes: string; readonly at: number; readonly error: HalError } | undefined;

  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  /** Finds the camera as `findCamera` does. */
  find(): string {
    const nodes = JSON.stringify(videoNodes().map((path) => [path, inode(path)]));
    const failed = this.#failed;
    if (failed !== undefined && failed.nodes === nodes && performance.now() - failed.at < searchPause)
      throw failed.error;
    try {
      const path = findCamera(this.#wanted);
      this.#inode = inode(path);
      this.#failed = undefined;
      return path;
    } catch (error) {
      this.#failed = { nodes, at: performance.now(), error: error as HalError };
      throw error;
    }
  }

  /** Whether the node still exists and is the same. */
  isPresent(path: string): boolean {
    return inode(path) === this.#inode;
  }
}
