/** Time as an axis sees it; tests bring their own. */
export interface MotionClock {
  /** ms that only go on */
  now(): number;
  /** Calls again and again. Returns how to end it. */
  every(ms: number, tick: () => void): () => void;
}

/** The clock of the machine. Its timers keep no process alive: a motor at work is no reason to go on. */
export const systemClock: MotionClock = {
  now: () => performance.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
