const day = 86_400_000;

/**
 * The last time of day that has passed at a local time (both milliseconds as in `Scene.local`); undefined without times. Times of
 * day are milliseconds after midnight.
 */
function lastPassed(timesOfDay: readonly number[], local: number): number | undefined {
  const midnight = Math.floor(local / day) * day;
  const passed = timesOfDay.map((time) => (midnight + time <= local ? midnight + time : midnight - day + time));
  return passed.length === 0 ? undefined : Math.max(...passed);
}

/**
 * Resets by time of day, in local time: the moment of the last one, and whether it came since `resetAt`. An hour that is left out in
 * spring resets when it would have come, an hour that comes twice in autumn resets once. A clock that was set back by more than a
 * day starts anew.
 */
export function resetSince(
  timesOfDay: readonly number[],
  local: number,
  resetAt: number,
): { readonly resetAt: number; readonly due: boolean } {
  const passed = lastPassed(timesOfDay, local);
  if (passed === undefined) return { resetAt, due: false };
  if (resetAt > local + day) return { resetAt: passed, due: false };
  return passed > resetAt ? { resetAt: passed, due: true } : { resetAt, due: false };
}
