/** Protection of the filter against changing light: the more it switched, the longer it stays. Times in ms. */
export interface LockOut {
  /** Times of the last automatic switches, oldest first. */
  readonly switches: readonly number[];
  /** Time the filter stays after the last switch. */
  readonly hold: number;
}

const minute = 60_000;
/** Switches allowed within the window, locked time excluded. @internal */
export const lockOutAfter = 4;
/** @internal */
export const lockOutWindow: number = 10 * minute;
/** First hold; no shorter than the window, so that it bounds the switches within any window. */
const firstHold = lockOutWindow;
/** @internal */
export const longestHold: number = 60 * minute;

export const noLockOut: LockOut = { switches: [], hold: 0 };

/** Lock-out after a switch at `at`. The hold doubles while switching continues, and halves otherwise. */
export function switched({ switches, hold }: LockOut, at: number): LockOut {
  const newest = [...switches, at].slice(-(lockOutAfter + 1));
  const span = at - (newest[0] ?? at) - lockOutAfter * hold;
  const crowded = newest.length > lockOutAfter && span <= lockOutWindow;
  if (crowded) return { switches: newest, hold: Math.min(longestHold, Math.max(firstHold, hold * 2)) };
  return { switches: newest, hold: hold > firstHold ? hold / 2 : 0 };
}

/** Whether the filter must not switch at `at`. */
export function locked({ switches, hold }: LockOut, at: number): boolean {
  const newest = switches.at(-1);
  return newest !== undefined && at < newest + hold;
}
