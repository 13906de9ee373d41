import type { Logger } from 'pino';
import type { Clock } from '../../ports/clock.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import { AxisBase, type MoveEnd } from '../axis/axis-base.ts';
import type { RunnerState, StepCommand } from './step-runner.ts';
import type { StepperReport, StepperStart } from './stepper-channel.ts';
import { StepperThread } from './stepper-thread.ts';

interface StepperOptions {
  readonly facts: AxisFacts;
  readonly stepsPerUnit: number;
  readonly start: Omit<StepperStart, 'memory'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Puts the lines into their safe state and keeps them open. */
  readonly makeSafe: () => void;
  /** Closes all lines. */
  readonly closeLines: () => void;
}

interface Homing {
  readonly resolve: () => void;
  readonly reject: (error: HalError) => void;
}

/** Stepper axis that sends commands to the thread of its motor. */
export class StepperAxis extends AxisBase implements MotorAxis {
  readonly #options: StepperOptions;
  #thread: StepperThread | undefined;
  #order = 0;
  #homing: Homing | undefined;
  #endPolling: (() => void) | undefined;

  constructor(options: StepperOptions) {
    const { facts, clock, stepsPerUnit } = options;
    const { travel, endStop } = options.start.setup;
    const middle = facts.min + Math.round(travel / 2) / stepsPerUnit;
    super(
      { facts, clock, start: endStop === undefined ? middle : undefined },
      endStop === undefined ? 'idle' : 'unreferenced',
    );
    this.#options = options;
    this.#thread = this.#startThread();
  }

  /** Lateness of the last steps (4096 at most), µs. */
  get late(): readonly number[] {
    return this.#thread?.late ?? [];
  }

  home(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.checkOpen();
      if (this.#homing !== undefined) throw new HalError('busy', `axis ${this.facts.id} is homing already`);
      this.endMove('replaced');
      this.#homing = { resolve, reject };
      this.report(this.#status('homing', undefined));
      this.#send({ kind: 'home' });
    });
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.#checkReferenced();
    this.checkMove(position, speed);
    const end = this.beginMove();
    const { stepsPerUnit, facts } = this.#options;
    const steps = Math.round((position - facts.min) * stepsPerUnit);
    this.#move({ kind: 'to', steps, speed: Math.min(speed, facts.maxSpeed) * stepsPerUnit });
    return end;
  }

  moveAt(speed: number): void {
    this.#checkReferenced();
    this.checkSpeed(speed);
    this.endMove('replaced');
    this.#move({ kind: 'at', speed: speed * this.#options.stepsPerUnit });
  }

  stop(): void {
    const { state } = this.status;
    if (state !== 'moving' && state !== 'homing') return;
    this.#send({ kind: 'stop' });
    this.#endPolling?.();
    this.endMove('stopped');
    const homing = this.#homing;
    this.#homing = undefined;
    this.report(homing ? this.#status('unreferenced', undefined) : this.#status('idle', this.#present.steps));
    homing?.reject(new HalError('io', `axis ${this.facts.id} was stopped before it found its end stop`));
  }

  /** Powers the motor off at the end of the process; no step follows. */
  powerOffNow(): void {
    this.#thread?.powerOffNow();
  }

  async close(): Promise<void> {
    this.stop();
    if (!this.markClosed()) return;
    await this.#thread?.close();
    this.#options.closeLines();
  }

  get #present(): { steps: number; speed: number } {
    return this.#thread?.present ?? { steps: 0, speed: 0 };
  }

  /** Throws HalError 'busy' after a fault of an axis with an end stop: its position is lost until it is homed. */
  #checkReferenced(): void {
    const { state, reason } = this.status;
    if (state !== 'fault') return;
    if (this.#options.start.setup.endStop !== undefined || this.#thread === undefined)
      throw new HalError('busy', `axis ${this.facts.id}: ${reason}; home it first`);
  }

  #move(command: StepCommand): void {
    this.report(this.#status('moving', this.#present.steps, this.#present.speed));
    this.#send(command);
    if (this.#endPolling !== undefined) return;
    const end = this.#options.clock.every(25, () => this.#poll());
    this.#endPolling = () => {
      end();
      this.#endPolling = undefined;
    };
  }

  #poll(): void {
    if (this.status.state !== 'moving') return;
    const { steps, speed } = this.#present;
    this.report(this.#status('moving', steps, speed));
  }

  #send(command: StepCommand): void {
    this.#thread ??= this.#startThread();
    this.#order = this.#thread.order(command);
  }

  #startThread(): StepperThread {
    return new StepperThread(this.#options.start, {
      onReport: (report) => this.#onReport(report),
      onDeath: (reason) => this.#onDeath(reason),
    });
  }

  #onReport({ number, state, reason, steps, abandoned }: StepperReport): void {
    // A report of an earlier order is outdated.
    if (number !== this.#order) return;
    if (state === 'moving' || state === 'homing') return;
    this.#endPolling?.();
    if (abandoned)
      this.#options.log.warn({ axis: this.facts.id }, 'motor stopped: the program did not respond for 500 ms');
    const known = state === 'idle';
    this.report(this.#status(state, known ? steps : undefined, 0, reason));
    const error = new HalError('io', `axis ${this.facts.id}: ${reason || 'it was stopped'}`);
    if (known) this.endMove(abandoned ? 'stopped' : 'arrived');
    else this.failMove(error);
    const homing = this.#homing;
    this.#homing = undefined;
    if (known) homing?.resolve();
    else homing?.reject(error);
  }

  /** Handles the death of the thread, by a programming error or lack of memory. */
  #onDeath(reason: string): void {
    this.#thread = undefined;
    this.#options.makeSafe();
    this.#options.log.error({ axis: this.facts.id, reason }, 'stepper thread died');
    this.#order = 0;
    this.#onReport({
      number: 0,
      state: 'fault',
      reason: `its thread died: ${reason}`,
      steps: 0,
      abandoned: false,
    });
  }

  #status(state: RunnerState, steps: number | undefined, speed = 0, reason = ''): AxisStatus {
    const { facts, stepsPerUnit } = this.#options;
    const position = steps === undefined ? undefined : Math.min(facts.max, facts.min + steps / stepsPerUnit);
    return { state, position, steps, speed: speed / stepsPerUnit, ...(reason === '' ? {} : { reason }) };
  }
}
