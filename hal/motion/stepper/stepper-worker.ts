import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type FilePins, openFilePins } from './file-pins.ts';
import { StepRunner } from './step-runner.ts';
import {
  feeding,
  keptSteps,
  type StepperOrder,
  type StepperReport,
  type StepperStart,
  word,
} from './stepper-channel.ts';

/** s before a step that are not slept but waited out: a sleeper is woken late. */
const spinning = 0.000_2;
/** s it sleeps at most while the motor has current, and while it has none. */
const looking = { energised: 0.05, idle: 1 };

/** The thread of one stepper. It never goes back to its event loop: it sleeps on shared memory, until a step is due or it is called. */
class StepperThread {
  readonly #start: StepperStart;
  readonly #port: MessagePort;
  readonly #pins: FilePins;
  readonly #runner: StepRunner;
  #number = 0;
  #sent = '';
  #feed = 0;
  #fed = 0;
  #abandoned = false;

  constructor(start: StepperStart, port: MessagePort) {
    this.#start = start;
    this.#port = port;
    this.#pins = openFilePins(start.wires, start.endStop);
    this.#runner = new StepRunner(start.setup, this.#pins, (late) => this.#note(late), seconds);
  }

  run(): void {
    const { words } = this.#start.memory;
    for (;;) {
      const seen = Atomics.load(words, word.signal);
      if (Atomics.load(words, word.ending) === 1) break;
      const due = this.#turn();
      this.#tell();
      this.#sleep(seen, due);
    }
    this.#end();
  }

  /** All that is to be done now. Returns when the next is due, s. */
  #turn(): number | undefined {
    try {
      this.#takeOrders();
      this.#watchMain();
      return this.#runner.run(seconds());
    } catch (error) {
      this.#runner.fault(`its lines cannot be driven: ${error instanceof Error ? error.message : String(error)}`);
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

  /** The dead-man stop. */
  #watchMain(): void {
    const feed = Atomics.load(this.#start.memory.words, word.feed);
    const now = seconds();
    if (feed !== this.#feed) {
      this.#feed = feed;
      this.#fed = now;
      return;
    }
    const silent = now - this.#fed > feeding.patience / 1000;
    if (!silent || this.#abandoned || !(this.#runner.busy || this.#runner.energised)) return;
    this.#abandoned = true;
    this.#runner.abandon(now);
  }

  #tell(): void {
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
    const longest = this.#runner.busy || this.#runner.energised ? looking.energised : looking.idle;
    const left = due === undefined ? longest : Math.min(longest, due - seconds());
    if (left > spinning) Atomics.wait(words, word.signal, seen, (left - spinning) * 1000);
    else while (due !== undefined && seconds() < due && Atomics.load(words, word.signal) === seen);
  }

  #note(late: number): void {
    const { words, late: kept } = this.#start.memory;
    const count = Atomics.load(words, word.made);
    kept[count % keptSteps] = late * 1_000_000;
    Atomics.store(words, word.made, count + 1);
  }

  #end(): void {
    const { words } = this.#start.memory;
    try {
      this.#runner.release();
      this.#pins.close();
    } catch {
      // The lines are gone; their owner says so.
    }
    Atomics.store(words, word.ended, 1);
    Atomics.notify(words, word.ended);
    this.#port.close();
  }
}

function seconds(): number {
  return performance.now() / 1000;
}

if (parentPort !== null) new StepperThread(workerData as StepperStart, parentPort).run();
