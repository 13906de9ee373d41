/** Keeps light that comes and goes from wearing out the filter: the more it switched, the longer it stays. Times in ms. */
export interface LockOut {
  /** The newest automatic switches, oldest first. */
  readonly switches: readonly number[];
  /** How long it stays after the newest. */
  readonly hold: number;
}

const minute = 60_000;
/** So many switches and one more within the window are too many; time that was locked does not count. @internal */
export const lockOutAfter = 4;
/** @internal */
export const lockOutWindow: number = 10 * minute;
/** No shorter than the window: it is what bounds the switches within any such time. */
const firstHold = lockOutWindow;
/** @internal */
export const longestHold: number = 60 * minute;

export const noLockOut: LockOut = { switches: [], hold: 0 };

/** After a switch at `at`. The hold doubles while switching goes on, and halves when it does not. */
export function switched({ switches, hold }: LockOut, at: number): LockOut {
  const newest = [...switches, at].slice(-(lockOutAfter + 1));
  const span = at - (newest[0] ?? at) - lockOutAfter * hold;
  const crowded = newest.length > lockOutAfter && span <= lockOutWindow;
  if (crowded) return { switches: newest, hold: Math.min(longestHold, Math.max(firstHold, hold * 2)) };
  return { switches: newest, hold: hold > firstHold ? hold / 2 : 0 };
}

/** Whether it has to stay as it is at `at`. */
export function locked({ switches, hold }: LockOut, at: number): boolean {
  const newest = switches.at(-1);
  return newest !== undefined && at < newest + hold;
}
