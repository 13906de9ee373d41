import type { Clock } from '../../ports/clock.ts';
import { HalError, reasonOf } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus } from '../../ports/motor-axis.ts';

/** End of a move that did not fail. */
export type MoveEnd = 'arrived' | 'replaced' | 'stopped';

/** Shortest time (ms) between two reports of a position while the axis moves. */
const reportMilliseconds = 50;

interface PendingMove {
  readonly resolve: (end: MoveEnd) => void;
  readonly reject: (error: HalError) => void;
}

/** State of an axis when it is opened. */
export interface InitialStatus {
  readonly facts: AxisFacts;
  readonly clock: Clock;
  /** Position, undefined when it is not known. */
  readonly start: number | undefined;
  /** Reason why the axis cannot be used at present. */
  readonly fault?: HalError | undefined;
}

/** Status with the position in steps, counted from `min`. */
export function statusAt({ min, resolution }: AxisFacts, status: Omit<AxisStatus, 'steps'>): AxisStatus {
  const { position } = status;
  return { ...status, steps: position === undefined ? undefined : Math.round((position - min) / resolution) };
}

/** Base class of axes: facts, status, listeners, the promise of the present move, and the checks of commands. */
export abstract class AxisBase {
  readonly facts: AxisFacts;
  readonly #listeners = new Set<(status: AxisStatus) => void>();
  readonly #clock: Clock;
  #status: AxisStatus;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #move: PendingMove | undefined;
  #closed = false;

  /** @param state state of the axis unless it begins with a fault */
  constructor({ facts, clock, start, fault }: InitialStatus, state: AxisStatus['state']) {
    this.facts = facts;
    this.#clock = clock;
    const condition = fault === undefined ? { state } : { state: 'fault' as const, reason: fault.message };
    this.#status = statusAt(facts, { position: start, speed: 0, ...condition });
  }

  get status(): AxisStatus {
    return this.#status;
  }

  onStatus(listener: (status: AxisStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets the status; changes of the position alone are reported every 50 ms at most. */
  protected report(status: AxisStatus): void {
    const { state, reason, position } = this.#status;
    const changedState = status.state !== state || status.reason !== reason;
    if (!changedState && status.position === position && status.speed === this.#status.speed) return;
    this.#status = status;
    const now = this.#clock.now();
    if (!changedState && status.state !== 'idle' && now - this.#reportedAt < reportMilliseconds) return;
    this.#reportedAt = now;
    for (const listener of [...this.#listeners]) listener(status);
  }

  /** Throws HalError when the axis accepts no move, or not this one. */
  protected checkMove(position: number, speed?: number): void {
    const { id, min, max, absolute } = this.facts;
    this.#checkUsable();
    if (!absolute) throw new HalError('unsupported', `axis ${id} has no positions: it moves by speed only`);
    if (!(position >= min && position <= max))
      throw new HalError('out-of-range', `axis ${id} goes from ${min} to ${max}, not to ${position}`);
    if (speed !== undefined && !(speed > 0))
      throw new HalError('out-of-range', `axis ${id} needs a speed above 0, not ${speed}`);
  }

  /** Throws HalError when the axis accepts no move by speed, or not this one. */
  protected checkSpeed(speed: number): void {
    this.#checkUsable();
    const { id, maxSpeed } = this.facts;
    // A speed computed as a share of the maximum may exceed it by a rounding error.
    if (!(Math.abs(speed) <= maxSpeed * 1.000001))
      throw new HalError('out-of-range', `axis ${id} moves at ${maxSpeed} a second at most, not at ${speed}`);
  }

  /** Throws HalError 'gone' once the axis is closed. */
  protected checkOpen(): void {
    if (this.#closed) throw new HalError('gone', `axis ${this.facts.id} is closed`);
  }

  #checkUsable(): void {
    this.checkOpen();
    const { state } = this.#status;
    const remedies: Readonly<Record<string, string>> = { unreferenced: 'home it first', homing: 'wait, or stop it' };
    const remedy = remedies[state];
    if (remedy !== undefined) throw new HalError('busy', `axis ${this.facts.id} is ${state}: ${remedy}`);
  }

  /** Replaces the present move; the promise is settled by `endMove` or `failMove`. */
  protected beginMove(): Promise<MoveEnd> {
    this.endMove('replaced');
    return new Promise((resolve, reject) => {
      this.#move = { resolve, reject };
    });
  }

  protected endMove(end: MoveEnd): void {
    const move = this.#move;
    this.#move = undefined;
    move?.resolve(end);
  }

  protected failMove(error: HalError): void {
    const move = this.#move;
    this.#move = undefined;
    move?.reject(error);
  }

  /** Error that names the axis, of the same kind as its cause. */
  protected errorOf(cause: unknown): HalError {
    const kind = cause instanceof HalError ? cause.kind : 'io';
    return new HalError(kind, `axis ${this.facts.id}: ${reasonOf(cause)}`, { cause });
  }

  /** Puts the axis into `fault` and fails the present move. Returns the error that names the axis. */
  protected enterFault(cause: unknown, position: number | undefined): HalError {
    const error = this.errorOf(cause);
    this.report(statusAt(this.facts, { state: 'fault', position, speed: 0, reason: reasonOf(cause) }));
    this.failMove(error);
    return error;
  }

  /** Ends the present move and refuses all later commands; false when the axis was closed before. */
  protected markClosed(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    this.endMove('stopped');
    this.#listeners.clear();
    return true;
  }
}
