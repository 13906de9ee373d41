import { HalError } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus } from '../../ports/motor-axis.ts';

/** How a move ended that did not fail. */
export type MoveEnd = 'arrived' | 'replaced' | 'stopped';

/** ms between two positions that are told while it moves. */
const telling = 50;

interface PresentMove {
  readonly resolve: (end: MoveEnd) => void;
  readonly reject: (error: HalError) => void;
}

/** A status of an axis whose steps are counted from `min`. */
export function statusAt({ min, resolution }: AxisFacts, status: Omit<AxisStatus, 'steps'>): AxisStatus {
  const { position } = status;
  return { ...status, steps: position === undefined ? undefined : Math.round((position - min) / resolution) };
}

/** What all axes do alike: whom they tell their status, the promise of the present move, which wishes they refuse. */
export class AxisFace {
  readonly facts: AxisFacts;
  readonly #listeners = new Set<(status: AxisStatus) => void>();
  readonly #now: () => number;
  #status: AxisStatus;
  #told = Number.NEGATIVE_INFINITY;
  #move: PresentMove | undefined;
  #closed = false;

  /** @param now ms of any clock that goes on */
  constructor(facts: AxisFacts, status: AxisStatus, now: () => number) {
    this.facts = facts;
    this.#status = status;
    this.#now = now;
  }

  get status(): AxisStatus {
    return this.#status;
  }

  onStatus(listener: (status: AxisStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new status; mere positions on the way are told every 50 ms only. */
  report(status: AxisStatus): void {
    const { state, reason, position } = this.#status;
    const turned = status.state !== state || status.reason !== reason;
    if (!turned && status.position === position && status.speed === this.#status.speed) return;
    this.#status = status;
    const now = this.#now();
    if (!turned && status.state !== 'idle' && now - this.#told < telling) return;
    this.#told = now;
    for (const listener of [...this.#listeners]) listener(status);
  }

  /** Throws HalError when the axis cannot be told anything, or not this; nothing has moved then. */
  checkMove(position: number, speed?: number): void {
    const { id, min, max, absolute } = this.facts;
    this.#checkUsable();
    if (!absolute) throw new HalError('unsupported', `axis ${id} knows no positions: it moves by speed only`);
    if (!(position >= min && position <= max))
      throw new HalError('out-of-range', `axis ${id} goes from ${min} to ${max}, not to ${position}`);
    if (speed !== undefined && !(speed > 0))
      throw new HalError('out-of-range', `axis ${id} needs a speed above 0, not ${speed}`);
  }

  /** The same for a speed. */
  checkSpeed(speed: number): void {
    this.#checkUsable();
    const { id, maxSpeed } = this.facts;
    // What computes a speed from a share of the maximum may miss it by a rounding.
    if (!(Math.abs(speed) <= maxSpeed * 1.000001))
      throw new HalError('out-of-range', `axis ${id} moves at ${maxSpeed} a second at most, not at ${speed}`);
  }

  /** Throws HalError 'gone' after the end. */
  checkOpen(): void {
    if (this.#closed) throw new HalError('gone', `axis ${this.facts.id} is closed`);
  }

  #checkUsable(): void {
    this.checkOpen();
    const { state } = this.#status;
    const remedy = { unreferenced: 'home it first', homing: 'wait, or stop it' } as Record<string, string>;
    if (remedy[state] !== undefined) throw new HalError('busy', `axis ${this.facts.id} is ${state}: ${remedy[state]}`);
  }

  /** A new command takes over; its promise is the one that `end` and `fail` settle. */
  begin(): Promise<MoveEnd> {
    this.end('replaced');
    return new Promise((resolve, reject) => {
      this.#move = { resolve, reject };
    });
  }

  end(how: MoveEnd): void {
    const move = this.#move;
    this.#move = undefined;
    move?.resolve(how);
  }

  fail(error: HalError): void {
    const move = this.#move;
    this.#move = undefined;
    move?.reject(error);
  }

  /** An error of what the axis is made of, as its own. */
  named(cause: unknown): HalError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new HalError(cause instanceof HalError ? cause.kind : 'io', `axis ${this.facts.id}: ${reason}`, { cause });
  }

  /** The present move fails, and the status says why. Returns the cause as an error that names the axis. */
  fault(cause: unknown, position: number | undefined): HalError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = this.named(cause);
    this.report(statusAt(this.facts, { state: 'fault', position, speed: 0, reason }));
    this.fail(error);
    return error;
  }

  /** Ends the present move and refuses all others; false when that was so already. */
  close(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    this.end('stopped');
    this.#listeners.clear();
    return true;
  }
}
