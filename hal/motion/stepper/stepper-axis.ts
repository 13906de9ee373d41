import type { Logger } from 'pino';
import type { Clock } from '../../ports/clock.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import { AxisFace, type MoveEnd } from '../axis/axis-face.ts';
import type { RunnerState, StepCommand } from './step-runner.ts';
import type { StepperReport, StepperStart } from './stepper-channel.ts';
import { StepperThread } from './stepper-thread.ts';

export interface StepperOptions {
  readonly facts: AxisFacts;
  readonly stepsPerUnit: number;
  readonly start: Omit<StepperStart, 'memory'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** The motor's lines into their safe state, without giving them up. */
  readonly makeSafe: () => void;
  /** Gives up all lines. */
  readonly closeLines: () => void;
}

interface Homing {
  readonly resolve: () => void;
  readonly reject: (error: HalError) => void;
}

/** A stepper, told what to do through its thread. */
export class StepperAxis implements MotorAxis {
  readonly #options: StepperOptions;
  readonly #face: AxisFace;
  #thread: StepperThread | undefined;
  #order = 0;
  #homing: Homing | undefined;
  #endPolling: (() => void) | undefined;

  constructor(options: StepperOptions) {
    this.#options = options;
    const { travel, endStop } = options.start.setup;
    const status =
      endStop === undefined ? this.#status('idle', Math.round(travel / 2)) : this.#status('unreferenced', undefined);
    this.#face = new AxisFace(options.facts, status, () => options.clock.now());
    this.#thread = this.#startThread();
  }

  get facts(): AxisFacts {
    return this.#options.facts;
  }

  get status(): AxisStatus {
    return this.#face.status;
  }

  /** How late the last steps were (4096 at most), µs. */
  get late(): readonly number[] {
    return this.#thread?.late ?? [];
  }

  onStatus(listener: (status: AxisStatus) => void): () => void {
    return this.#face.onStatus(listener);
  }

  home(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#face.checkOpen();
      if (this.#homing !== undefined) throw new HalError('busy', `axis ${this.facts.id} is homing already`);
      this.#face.end('replaced');
      this.#homing = { resolve, reject };
      this.#face.report(this.#status('homing', undefined));
      this.#send({ kind: 'home' });
    });
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.#checkReferenced();
    this.#face.checkMove(position, speed);
    const end = this.#face.begin();
    const { stepsPerUnit, facts } = this.#options;
    const steps = Math.round((position - facts.min) * stepsPerUnit);
    this.#move({ kind: 'to', steps, speed: Math.min(speed, facts.maxSpeed) * stepsPerUnit });
    return end;
  }

  moveAt(speed: number): void {
    this.#checkReferenced();
    this.#face.checkSpeed(speed);
    this.#face.end('replaced');
    this.#move({ kind: 'at', speed: speed * this.#options.stepsPerUnit });
  }

  stop(): void {
    const { state } = this.status;
    if (state !== 'moving' && state !== 'homing') return;
    this.#send({ kind: 'stop' });
    this.#endPolling?.();
    this.#face.end('stopped');
    const homing = this.#homing;
    this.#homing = undefined;
    this.#face.report(homing ? this.#status('unreferenced', undefined) : this.#status('idle', this.#present.steps));
    homing?.reject(new HalError('io', `axis ${this.facts.id} was stopped before it found its end stop`));
  }

  /** For the end of the process: no step after it. */
  letGo(): void {
    this.#thread?.letGo();
  }

  async close(): Promise<void> {
    this.stop();
    if (!this.#face.close()) return;
    await this.#thread?.close();
    this.#options.closeLines();
  }

  get #present(): { steps: number; speed: number } {
    return this.#thread?.present ?? { steps: 0, speed: 0 };
  }

  /** An axis in fault has lost its place where there is an end stop to find it again. */
  #checkReferenced(): void {
    const { state, reason } = this.status;
    if (state !== 'fault') return;
    if (this.#options.start.setup.endStop !== undefined || this.#thread === undefined)
      throw new HalError('busy', `axis ${this.facts.id}: ${reason}; home it first`);
  }

  #move(command: StepCommand): void {
    this.#face.report(this.#status('moving', this.#present.steps, this.#present.speed));
    this.#send(command);
    if (this.#endPolling !== undefined) return;
    const end = this.#options.clock.every(25, () => this.#look());
    this.#endPolling = () => {
      end();
      this.#endPolling = undefined;
    };
  }

  #look(): void {
    if (this.status.state !== 'moving') return;
    const { steps, speed } = this.#present;
    this.#face.report(this.#status('moving', steps, speed));
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
    // What an order before the present one has come to.
    if (number !== this.#order) return;
    if (state === 'moving' || state === 'homing') return;
    this.#endPolling?.();
    if (abandoned)
      this.#options.log.warn({ axis: this.facts.id }, 'the program was silent for 500 ms: the motor was stopped');
    const known = state === 'idle';
    this.#face.report(this.#status(state, known ? steps : undefined, 0, reason));
    const error = new HalError('io', `axis ${this.facts.id}: ${reason || 'it was stopped'}`);
    if (known) this.#face.end(abandoned ? 'stopped' : 'arrived');
    else this.#face.fail(error);
    const homing = this.#homing;
    this.#homing = undefined;
    if (known) homing?.resolve();
    else homing?.reject(error);
  }

  /** What a program's mistake or a lack of memory can do to a thread. */
  #onDeath(reason: string): void {
    this.#thread = undefined;
    this.#options.makeSafe();
    this.#options.log.error({ axis: this.facts.id, reason }, 'the thread of a stepper died');
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
