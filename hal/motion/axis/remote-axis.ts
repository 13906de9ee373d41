import { HalError, reasonOf } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import type { ReconnectingPort } from '../../serial/reconnecting-port.ts';
import { AxisBase, type InitialStatus, type MoveEnd, statusAt } from './axis-base.ts';

/** Motor with its own controller on a serial port. Its functions reject with HalError 'io', 'gone', 'busy'. */
export interface RemoteMotor {
  /** Moves at a speed, units a second, signed; 0 stops at once. */
  drive(speed: number): Promise<void>;
  /** Starts to move to a position. Absent for a motor without positions. */
  goTo?(position: number, speed: number): Promise<void>;
  position?(): Promise<number>;
  /** Called when another axis of the same device ended the move of this one. One listener. */
  onInterrupted?(listener: () => void): void;
}

interface RemoteOptions extends InitialStatus {
  readonly motor: RemoteMotor;
  /** Port of the device. */
  readonly port: ReconnectingPort;
  /** Largest distance (units) between target and reported position that counts as arrived. */
  readonly tolerance: number;
}

/** Time between two polls of a moving axis, ms. */
const pollMilliseconds = 200;
/** Polls after which a speed is sent again: some controllers stop by themselves otherwise. */
const pollsPerRenewal = 3;
/** Polls without a change of position after which the axis counts as standing still. */
const standstillPolls = 15;

interface Journey {
  readonly target: number | undefined;
  /** units a second, signed */
  readonly speed: number;
  /** Time of the clock (ms) by which the whole travel must be covered. */
  readonly end: number;
  polls: number;
  still: number;
}

/**
 * Axis moved by messages. A move by speed is repeated while it lasts and ends once the whole travel must be covered. If the process
 * dies, a controller without a timeout of its own moves on to its limit.
 * While the port is gone the axis is in `fault`. When the port returns, a motor that was moving is stopped and asked for its position.
 */
class RemoteAxis extends AxisBase implements MotorAxis {
  readonly #options: RemoteOptions;
  #position: number | undefined;
  #journey: Journey | undefined;
  #endPolls: (() => void) | undefined;
  #polling = false;
  /** Motor was started, and has neither arrived nor been stopped. */
  #running = false;
  /** Newest command, until it is sent. */
  #next: (() => Promise<void>) | undefined;
  /** Tail of the queue of messages to the motor. */
  #last: Promise<void> = Promise.resolve();
  readonly #unsubscribe: () => void;

  constructor(options: RemoteOptions) {
    super(options, 'idle');
    this.#options = options;
    this.#position = options.start;
    options.motor.onInterrupted?.(() => this.#end());
    this.#unsubscribe = options.port.onAvailability(() => this.#portChanged());
  }

  /** Reads the position: the controller has its own reference. */
  async home(): Promise<void> {
    this.checkOpen();
    this.#checkPort();
    this.stop();
    this.report(this.#status('homing'));
    try {
      await this.#last;
      this.#position = await this.#options.motor.position?.();
    } catch (error) {
      throw this.#fault(error);
    }
    this.report(this.#status('idle'));
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.checkMove(position, speed);
    this.#checkPort();
    const end = this.beginMove();
    const { motor, facts } = this.#options;
    const top = Math.min(speed, facts.maxSpeed);
    this.#depart(position, position >= (this.#position ?? position) ? top : -top, async () => {
      await motor.goTo?.(position, top);
    });
    return end;
  }

  moveAt(speed: number): void {
    this.checkSpeed(speed);
    this.#checkPort();
    this.endMove('replaced');
    if (speed === 0) this.stop();
    else this.#depart(undefined, speed, () => this.#options.motor.drive(speed));
  }

  stop(): void {
    if (!this.#end()) return;
    this.#send(async () => {
      await this.#halt();
      await this.#readAtRest();
    });
  }

  async #halt(): Promise<void> {
    await this.#options.motor.drive(0);
    this.#running = false;
  }

  async close(): Promise<void> {
    if (this.status.state === 'moving') this.stop();
    if (!this.markClosed()) return;
    this.#unsubscribe();
    await this.#last;
  }

  /** Throws HalError 'gone' while the port is gone, before anything has changed. */
  #checkPort(): void {
    const { gone } = this.#options.port;
    if (gone !== undefined) throw this.errorOf(gone);
  }

  #portChanged(): void {
    const { gone } = this.#options.port;
    if (gone === undefined) {
      this.#enqueue(() => this.#resume());
    } else {
      this.#position = undefined;
      this.#fault(gone);
    }
  }

  /** Stops a motor that was moving when the port was lost, unless a new command came, and reads the position. */
  async #resume(): Promise<void> {
    if (this.#running && this.#journey === undefined) await this.#halt();
    this.#position = await this.#options.motor.position?.();
    if (this.status.state === 'fault') this.report(this.#status('idle'));
  }

  /** Ends the polls and the present move; false when the axis was not moving. */
  #end(): boolean {
    if (this.status.state !== 'moving') return false;
    this.#rest();
    this.endMove('stopped');
    this.report(this.#status('idle'));
    return true;
  }

  #depart(target: number | undefined, speed: number, action: () => Promise<void>): void {
    const { clock, facts } = this.#options;
    const patience = ((facts.max - facts.min) / Math.abs(speed)) * 1.2 + 2;
    this.#journey = { target, speed, end: clock.now() + patience * 1000, polls: 0, still: 0 };
    this.report(this.#status('moving'));
    this.#send(async () => {
      this.#running = true;
      await action();
    });
    this.#endPolls ??= clock.every(pollMilliseconds, () => this.#poll());
  }

  #rest(): void {
    this.#journey = undefined;
    this.#endPolls?.();
    this.#endPolls = undefined;
  }

  /** Sends a command when the message before it is done; a command that still waits for that is replaced. */
  #send(command: () => Promise<void>): void {
    const waits = this.#next !== undefined;
    this.#next = command;
    if (waits) return;
    this.#enqueue(async () => {
      const next = this.#next;
      this.#next = undefined;
      const journey = this.#journey;
      await next?.().catch((error: unknown) => this.#failed(error, journey));
    });
  }

  #enqueue(action: () => Promise<void>): void {
    const journey = this.#journey;
    this.#last = this.#last.then(action).catch((error: unknown) => this.#failed(error, journey));
  }

  /** Puts the axis into fault. A replaced action may fail; the failure of a stop must be reported. */
  #failed(error: unknown, journey: Journey | undefined): void {
    if (journey === this.#journey) this.#fault(error);
  }

  #poll(): void {
    const journey = this.#journey;
    // A port slower than the polls gets fewer of them, never a queue.
    if (journey === undefined || this.#polling) return;
    this.#polling = true;
    this.#enqueue(async () => {
      try {
        if (this.#journey === journey) await this.#follow(journey);
      } finally {
        this.#polling = false;
      }
    });
  }

  async #follow(journey: Journey): Promise<void> {
    const { motor, clock, facts, tolerance } = this.#options;
    journey.polls += 1;
    if (journey.target === undefined && journey.polls % pollsPerRenewal === 0) await motor.drive(journey.speed);
    const before = this.#position;
    if (motor.position !== undefined) this.#position = await motor.position();
    if (this.#journey !== journey) return;
    journey.still = this.#position === before ? journey.still + 1 : 0;
    const position = this.#position;
    if (journey.target !== undefined && position !== undefined && Math.abs(position - journey.target) <= tolerance)
      return this.#arrive();
    const over = clock.now() > journey.end;
    const standsStill = motor.position !== undefined && journey.still >= standstillPolls;
    if (journey.target !== undefined && (over || standsStill))
      throw new HalError(
        'io',
        `it does not arrive at ${journey.target} and is at ${position}; check that nothing blocks it`,
      );
    if (over || standsStill || this.#atLimit(journey, facts, tolerance)) return this.stop();
    this.report(this.#status('moving'));
  }

  #atLimit({ speed }: Journey, { min, max }: AxisFacts, tolerance: number): boolean {
    if (this.#position === undefined) return false;
    return speed > 0 ? this.#position >= max - tolerance : this.#position <= min + tolerance;
  }

  #arrive(): void {
    this.#rest();
    this.#running = false;
    this.report(this.#status('idle'));
    this.endMove('arrived');
  }

  async #readAtRest(): Promise<void> {
    if (this.#options.motor.position === undefined || this.status.state !== 'idle') return;
    this.#position = await this.#options.motor.position();
    if (this.status.state === 'idle') this.report(this.#status('idle'));
  }

  #fault(cause: unknown): HalError {
    this.#rest();
    return this.enterFault(cause, this.#position);
  }

  #status(state: AxisStatus['state']): AxisStatus {
    const speed = state === 'moving' ? (this.#journey?.speed ?? 0) : 0;
    return statusAt(this.facts, { state, position: this.#position, speed });
  }
}

/** Opens an axis on a remote motor. A device that does not answer gives an axis in `fault`, and `home` asks again. */
export async function openRemoteAxis(options: Omit<RemoteOptions, 'start' | 'fault'>): Promise<RemoteAxis> {
  try {
    const start = await options.motor.position?.();
    return new RemoteAxis({ ...options, start });
  } catch (error) {
    const fault = error instanceof HalError ? error : new HalError('io', reasonOf(error), { cause: error });
    return new RemoteAxis({ ...options, start: undefined, fault });
  }
}
