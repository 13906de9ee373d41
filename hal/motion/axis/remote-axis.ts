import { HalError } from '../../ports/hal-error.ts';
import type { AxisFacts, AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import type { SerialLine } from '../../serial/serial-line.ts';
import { type MoveEnd, statusAt } from './axis-face.ts';
import { FacedAxis, type FirstStatus } from './faced-axis.ts';

/** A motor with its own controller at the other end of a line. All reject with HalError 'io', 'gone', 'busy'. */
export interface RemoteMotor {
  /** Goes on at a speed, units a second, signed; 0 stops at once. */
  drive(speed: number): Promise<void>;
  /** Sets out for a position. Absent where it knows none. */
  goTo?(position: number, speed: number): Promise<void>;
  position?(): Promise<number>;
  /** Another axis of the same device has ended what this one was doing. One listener. */
  onInterrupted?(listener: () => void): void;
}

export interface RemoteOptions extends FirstStatus {
  readonly motor: RemoteMotor;
  /** What its messages go through. */
  readonly line: SerialLine;
  /** Units a reported position may differ from where it was sent. */
  readonly tolerance: number;
}

/** ms between two looks while it moves. */
const looking = 200;
/** Looks after which a speed is told again: there are controllers that stop by themselves otherwise. */
const renewing = 3;
/** Looks without any change of position: it does not move. */
const standing = 15;

interface Journey {
  readonly target: number | undefined;
  /** units a second, signed */
  readonly speed: number;
  /** ms of the clock at which it must have passed its whole travel. */
  readonly end: number;
  looks: number;
  still: number;
}

/**
 * An axis moved by messages. A speed ends by itself once the whole travel must have passed, and it is told again and again
 * while it lasts. Should the process die, a controller that does not stop by itself goes on to its own limit: nobody is there to tell it.
 * While its line is gone it is in `fault`. Once it is back, the motor is told to stop if it was at work, asked where it is, and works again.
 */
export class RemoteAxis extends FacedAxis implements MotorAxis {
  readonly #options: RemoteOptions;
  #position: number | undefined;
  #journey: Journey | undefined;
  #endLooks: (() => void) | undefined;
  #looking = false;
  /** Sent on its way, and neither arrived nor told to stop. */
  #atWork = false;
  /** Messages to it go one after the other. */
  #last: Promise<void> = Promise.resolve();
  readonly #leaveLine: () => void;

  constructor(options: RemoteOptions) {
    super(options, 'idle');
    this.#options = options;
    this.#position = options.start;
    options.motor.onInterrupted?.(() => this.#end());
    this.#leaveLine = options.line.onTurn(() => this.#turn());
  }

  /** The controller has its own reference: this asks where it is. */
  async home(): Promise<void> {
    this.face.checkOpen();
    this.#checkLine();
    this.stop();
    this.face.report(this.#status('homing'));
    try {
      await this.#last;
      this.#position = await this.#options.motor.position?.();
    } catch (error) {
      throw this.#fault(error);
    }
    this.face.report(this.#status('idle'));
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.face.checkMove(position, speed);
    this.#checkLine();
    const end = this.face.begin();
    const { motor, facts } = this.#options;
    const top = Math.min(speed, facts.maxSpeed);
    this.#depart(position, position >= (this.#position ?? position) ? top : -top, async () => {
      await motor.goTo?.(position, top);
    });
    return end;
  }

  moveAt(speed: number): void {
    this.face.checkSpeed(speed);
    this.#checkLine();
    this.face.end('replaced');
    if (speed === 0) this.stop();
    else this.#depart(undefined, speed, () => this.#options.motor.drive(speed));
  }

  stop(): void {
    if (!this.#end()) return;
    this.#tell(async () => {
      await this.#halt();
      await this.#readAtRest();
    });
  }

  async #halt(): Promise<void> {
    await this.#options.motor.drive(0);
    this.#atWork = false;
  }

  async close(): Promise<void> {
    if (this.status.state === 'moving') this.stop();
    if (!this.face.close()) return;
    this.#leaveLine();
    await this.#last;
  }

  /** Throws HalError 'gone' while nothing can be sent: nothing has changed then. */
  #checkLine(): void {
    const { gone } = this.#options.line;
    if (gone !== undefined) throw this.face.named(gone);
  }

  #turn(): void {
    const { gone } = this.#options.line;
    if (gone === undefined) {
      this.#tell(() => this.#return());
    } else {
      this.#position = undefined;
      this.#fault(gone);
    }
  }

  /** The line is back: what the motor did when it was lost ends, unless a new command has come already. */
  async #return(): Promise<void> {
    if (this.#atWork && this.#journey === undefined) await this.#halt();
    this.#position = await this.#options.motor.position?.();
    if (this.status.state === 'fault') this.face.report(this.#status('idle'));
  }

  /** No more looks; whether there was anything to end. */
  #end(): boolean {
    if (this.status.state !== 'moving') return false;
    this.#rest();
    this.face.end('stopped');
    this.face.report(this.#status('idle'));
    return true;
  }

  #depart(target: number | undefined, speed: number, action: () => Promise<void>): void {
    const { clock, facts } = this.#options;
    const patience = ((facts.max - facts.min) / Math.abs(speed)) * 1.2 + 2;
    this.#journey = { target, speed, end: clock.now() + patience * 1000, looks: 0, still: 0 };
    this.face.report(this.#status('moving'));
    this.#tell(async () => {
      this.#atWork = true;
      await action();
    });
    this.#endLooks ??= clock.every(looking, () => this.#look());
  }

  #rest(): void {
    this.#journey = undefined;
    this.#endLooks?.();
    this.#endLooks = undefined;
  }

  #tell(action: () => Promise<void>): void {
    const journey = this.#journey;
    this.#last = this.#last.then(action).catch((error: unknown) => {
      // What has been given up meanwhile may fail; a stop that fails may not go unseen.
      if (journey === this.#journey) this.#fault(error);
    });
  }

  #look(): void {
    const journey = this.#journey;
    // A line that is slower than this gets fewer questions, never a queue of them.
    if (journey === undefined || this.#looking) return;
    this.#looking = true;
    this.#tell(async () => {
      try {
        if (this.#journey === journey) await this.#follow(journey);
      } finally {
        this.#looking = false;
      }
    });
  }

  async #follow(journey: Journey): Promise<void> {
    const { motor, clock, facts, tolerance } = this.#options;
    journey.looks += 1;
    if (journey.target === undefined && journey.looks % renewing === 0) await motor.drive(journey.speed);
    const before = this.#position;
    if (motor.position !== undefined) this.#position = await motor.position();
    if (this.#journey !== journey) return;
    journey.still = this.#position === before ? journey.still + 1 : 0;
    const position = this.#position;
    if (journey.target !== undefined && position !== undefined && Math.abs(position - journey.target) <= tolerance)
      return this.#arrive();
    const over = clock.now() > journey.end;
    const stands = motor.position !== undefined && journey.still >= standing;
    if (journey.target !== undefined && (over || stands))
      throw new HalError('io', `it does not arrive at ${journey.target}; it is at ${position}. Is its way free?`);
    if (over || stands || this.#atLimit(journey, facts, tolerance)) return this.stop();
    this.face.report(this.#status('moving'));
  }

  #atLimit({ speed }: Journey, { min, max }: AxisFacts, tolerance: number): boolean {
    if (this.#position === undefined) return false;
    return speed > 0 ? this.#position >= max - tolerance : this.#position <= min + tolerance;
  }

  #arrive(): void {
    this.#rest();
    this.#atWork = false;
    this.face.report(this.#status('idle'));
    this.face.end('arrived');
  }

  async #readAtRest(): Promise<void> {
    if (this.#options.motor.position === undefined || this.status.state !== 'idle') return;
    this.#position = await this.#options.motor.position();
    if (this.status.state === 'idle') this.face.report(this.#status('idle'));
  }

  #fault(cause: unknown): HalError {
    this.#rest();
    return this.face.fault(cause, this.#position);
  }

  #status(state: AxisStatus['state']): AxisStatus {
    const speed = state === 'moving' ? (this.#journey?.speed ?? 0) : 0;
    return statusAt(this.facts, { state, position: this.#position, speed });
  }
}
