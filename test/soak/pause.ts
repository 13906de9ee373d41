/** Resolves after that many seconds, or at once when the soak ends. */
export function pause(length: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, length * 1000);
    signal.addEventListener('abort', done);
  });
}

/** Any length between the two. */
export const seconds = (least: number, most: number): number => least + Math.random() * (most - least);
