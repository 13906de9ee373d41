import type { Connections } from './connections.ts';

/** Calls the check of connections at an interval, only while there are some: an idle camera is not woken for it. */
export class CheckTimer {
  readonly #connections: Connections;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param interval milliseconds */
  constructor(connections: Connections, interval: number) {
    this.#connections = connections;
    this.#interval = interval;
  }

  /** Called with each new connection. */
  start(): void {
    this.#timer ??= setInterval(() => this.#check(), this.#interval).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    this.#connections.check();
    if (this.#connections.isEmpty) this.stop();
  }
}
