import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../../ports/hal-error.ts';
import { type FilePins, openFilePins } from './file-pins.ts';
import { StepRunner } from './step-runner.ts';
import {
  heartbeat,
  keptSteps,
  type StepperOrder,
  type StepperReport,
  type StepperStart,
  word,
} from './stepper-channel.ts';

/** Time (s) before a step that is spun instead of slept, since sleeping threads wake late. */
const spinSeconds = 0.000_2;
/** Longest sleep (s) of a motor with current, and without. */
const longestSleep = { energised: 0.05, idle: 1 };

/** Loop of a stepper's thread. It never returns to the event loop: it sleeps on shared memory until a step is due or a message comes. */
class StepperLoop {
  readonly #start: StepperStart;
  readonly #port: MessagePort;
  readonly #pins: FilePins;
  readonly #runner: StepRunner;
  #number = 0;
  #sent = '';
  #heartbeat = 0;
  #heartbeatAt = 0;
  #abandoned = false;

  constructor(start: StepperStart, port: MessagePort) {
    this.#start = start;
    this.#port = port;
    this.#pins = openFilePins(start.wires, start.endStop);
    this.#runner = new StepRunner(start.setup, this.#pins, (late) => this.#noteLateness(late), seconds);
  }

  run(): void {
    const { words } = this.#start.memory;
    for (;;) {
      const seen = Atomics.load(words, word.signal);
      if (Atomics.load(words, word.ending) === 1) break;
      const due = this.#turn();
      this.#report();
      this.#sleep(seen, due);
    }
    this.#end();
  }

  /** Handles orders and due steps. Returns the time (s) of the next step. */
  #turn(): number | undefined {
    try {
      this.#takeOrders();
      this.#watchMain();
      return this.#runner.run(seconds());
    } catch (error) {
      this.#runner.fault(`the lines of the motor cannot be driven: ${reasonOf(error)}`);
      return undefined;
    }
  }

  #takeOrders(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: StepperOrder } | undefined;
      if (received === undefined) return;
      this.#number = received.message.number;
      this.#abandoned = false;
      this.#runner.command(received.message.command, seconds());
    }
  }

  /** Dead-man stop: stops the motor when heartbeats are missing. */
  #watchMain(): void {
    const count = Atomics.load(this.#start.memory.words, word.heartbeat);
    const now = seconds();
    if (count !== this.#heartbeat) {
      this.#heartbeat = count;
      this.#heartbeatAt = now;
      return;
    }
    const silent = now - this.#heartbeatAt > heartbeat.timeout / 1000;
    if (!silent || this.#abandoned || !(this.#runner.busy || this.#runner.energised)) return;
    this.#abandoned = true;
    this.#runner.abandon(now);
  }

  #report(): void {
    const { words } = this.#start.memory;
    const { state, reason, steps } = this.#runner;
    Atomics.store(words, word.steps, steps);
    Atomics.store(words, word.speed, Math.round(this.#runner.speedAt(seconds()) * 1000));
    const sent = `${this.#number} ${state} ${reason}`;
    if (sent === this.#sent) return;
    this.#sent = sent;
    const report: StepperReport = { number: this.#number, state, reason, steps, abandoned: this.#abandoned };
    this.#port.postMessage(report);
  }

  #sleep(seen: number, due: number | undefined): void {
    const { words } = this.#start.memory;
    const longest = this.#runner.busy || this.#runner.energised ? longestSleep.energised : longestSleep.idle;
    const left = due === undefined ? longest : Math.min(longest, due - seconds());
    if (left > spinSeconds) Atomics.wait(words, word.signal, seen, (left - spinSeconds) * 1000);
    else while (due !== undefined && seconds() < due && Atomics.load(words, word.signal) === seen);
  }

  #noteLateness(late: number): void {
    const { words, late: kept } = this.#start.memory;
    const count = Atomics.load(words, word.made);
    kept[count % keptSteps] = late * 1_000_000;
    Atomics.store(words, word.made, count + 1);
  }

  #end(): void {
    const { words } = this.#start.memory;
    try {
      this.#runner.powerOff();
      this.#pins.close();
    } catch {
      // The lines are gone, and their owner reports that.
    }
    Atomics.store(words, word.ended, 1);
    Atomics.notify(words, word.ended);
    this.#port.close();
  }
}

function seconds(): number {
  return performance.now() / 1000;
}

if (parentPort !== null) new StepperLoop(workerData as StepperStart, parentPort).run();
