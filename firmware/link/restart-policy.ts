/** Decides how long to wait before a process that ended is started again. Times are monotonic milliseconds. */
interface RestartPolicy {
  /** Milliseconds; counts the end that happened now. */
  delay(): number;
}

/** Ends that are forgiven at once within the window; then each one doubles the wait. */
const free = 4;
const window = 60_000;
const longest = 10_000;

/** The first restarts are immediate, so that a picture is back within two seconds; a crash loop backs off. */
export function createRestartPolicy(now: () => number = () => performance.now()): RestartPolicy {
  let ends: number[] = [];
  return {
    delay: () => {
      ends = [...ends.filter((end) => now() - end < window), now()];
      return ends.length <= free ? 0 : Math.min(longest, 500 * 2 ** (ends.length - free - 1));
    },
  };
}
