/** Size of the pictures that are compared. */
export const watched = { width: 160, height: 90 } as const;

/** Rows that are compared: the clock above and the strip below change with each frame. */
const rows = { from: 12, to: 80 } as const;

/** Finds out when the picture moves: from frame to frame it changes more than one at rest does. */
export class MotionWatch {
  #last: Uint8Array | undefined;
  #rest = 0;
  #limit = Number.POSITIVE_INFINITY;
  /** Times (ms) of the frames that moved, since the last `forget`. */
  #moved: number[] = [];

  /** Takes the luma of a frame that came at this time, ms. */
  take(frame: Uint8Array, at: number): void {
    const before = this.#last;
    this.#last = Uint8Array.from(frame);
    if (before === undefined) return;
    let sum = 0;
    const [from, to] = [rows.from * watched.width, rows.to * watched.width];
    for (let index = from; index < to; index += 1) sum += Math.abs((frame[index] ?? 0) - (before[index] ?? 0));
    const difference = sum / (to - from);
    if (difference > this.#limit) this.#moved.push(at);
    else if (this.#limit === Number.POSITIVE_INFINITY) this.#rest = Math.max(this.#rest, difference);
  }

  /** The picture is at rest from now on, until `restIsKnown`. */
  learnRest(): void {
    this.#rest = 0;
  }

  /** From now on a frame moves that changes more than all did since `learnRest`. */
  restIsKnown(): void {
    this.#limit = this.#rest * 1.2 + 0.05;
  }

  forget(): void {
    this.#moved = [];
  }

  get first(): number | undefined {
    return this.#moved[0];
  }

  get last(): number | undefined {
    return this.#moved.at(-1);
  }
}

/** Value below which that share of the numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
