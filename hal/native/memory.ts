import { addon } from './addon.ts';

/** Bytes of buffers, used or not, from which it is worth to look for those that nobody uses. */
const manyBuffers = 8 * 2 ** 20;

/**
 * Returns memory that nobody uses to the system. V8 lets 64 MiB of unused buffers gather before it looks for them, so it is told to
 * (`--expose-gc`): some 10 ms of the JavaScript thread. The C library then gives back what it holds free.
 */
export function giveMemoryBack(): void {
  if (process.memoryUsage().arrayBuffers > manyBuffers) globalThis.gc?.();
  addon.giveMemoryBack();
}
