import type { Machine } from '../../../hal/ports/machine.ts';
import type { Discovery } from '../../discovery/discovery.ts';

/** Seconds between the answer to a request and the restart: time for the answer to arrive. */
const delay = 1;

interface RestartOptions {
  readonly discovery: Pick<Discovery, 'start' | 'stop'>;
  readonly machine: Pick<Machine, 'reboot'>;
  readonly log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** Restart of the device that an operation asks for. */
export class Restart {
  readonly #options: RestartOptions;
  #waiting = false;

  constructor(options: RestartOptions) {
    this.#options = options;
  }

  /** Restarts the device when the answer to the present request has arrived; returns in how many seconds. */
  soon(reason: string): number {
    if (!this.#waiting) setTimeout(() => void this.#restart(reason), delay * 1000);
    this.#waiting = true;
    return delay;
  }

  /** Sends Bye and restarts the device (ONVIF Core 7.3.6). */
  async #restart(reason: string): Promise<void> {
    const { discovery, machine, log } = this.#options;
    log.info({ reason }, 'the device restarts');
    try {
      await discovery.stop();
      await machine.reboot();
    } catch (error) {
      log.error({ err: error }, 'the restart failed; the device goes on');
      await discovery.start();
    } finally {
      this.#waiting = false;
    }
  }
}
