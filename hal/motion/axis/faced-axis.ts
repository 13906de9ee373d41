import type { Clock } from '../../ports/clock.ts';
import type { HalError } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus } from '../../ports/motor-axis.ts';
import { AxisFace, statusAt } from './axis-face.ts';

export interface FirstStatus {
  readonly facts: AxisFacts;
  readonly clock: Clock;
  /** Where it is; undefined when nobody knows. */
  readonly start: number | undefined;
  /** Why it cannot be used at present. */
  readonly fault?: HalError | undefined;
}

/** An axis that its face shows: what it can do, how it is, and whom it tells. */
export abstract class FacedAxis {
  protected readonly face: AxisFace;

  /** @param state when there is no fault */
  constructor({ facts, clock, start, fault }: FirstStatus, state: AxisStatus['state']) {
    const why = fault === undefined ? { state } : { state: 'fault' as const, reason: fault.message };
    this.face = new AxisFace(facts, statusAt(facts, { position: start, speed: 0, ...why }), () => clock.now());
  }

  get facts(): AxisFacts {
    return this.face.facts;
  }

  get status(): AxisStatus {
    return this.face.status;
  }

  onStatus(listener: (status: AxisStatus) => void): () => void {
    return this.face.onStatus(listener);
  }
}
