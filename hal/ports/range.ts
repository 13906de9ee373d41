/** Numbers from `min` to `max`, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Value of the range nearest to the wanted one. */
export function clamp(wanted: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, wanted));
}
