const RealDate = Date;

/** Steps the wall clock of this process by so many milliseconds; the monotonic clock and timers know nothing of it. */
export function stepClock(milliseconds: number): void {
  const now = (): number => RealDate.now() + milliseconds;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, words: readonly unknown[]) =>
      Reflect.construct(target, words.length === 0 ? [now()] : words) as Date,
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
