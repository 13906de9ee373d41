import type { Clock } from '../../../hal/ports/clock.ts';
import type { LinkState, Machine, NetworkSettings, Trial } from '../../../hal/ports/machine.ts';
import type { Settings } from '../../settings/setting.ts';
import { isOutside } from './addresses.ts';
import type { NetworkWishes } from './network-setting.ts';

/** Seconds in which a request must arrive by the new addresses. */
export const trialSeconds = 60;
/** Milliseconds for an answer to be sent, and for addresses to become usable. */
const limits = { answer: 2_000, usable: 5_000, look: 100 } as const;

export interface NetworkParts {
  readonly machine: Machine;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Says Bye and Hello. */
  readonly discovery: { start(): Promise<void>; stop(): Promise<void> };
  readonly log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
}

/** Settings on trial. */
interface Running {
  readonly wishes: NetworkWishes;
  trial: Trial | undefined;
  /** Addresses that were not there before; undefined until the settings are in force. */
  fresh: readonly string[] | undefined;
  end: () => void;
}

const addressesOf = (links: readonly LinkState[]): readonly string[] =>
  links.flatMap(({ addresses }) => addresses.map(({ address }) => address));

/** New addresses on trial: kept when a client arrives by them, else taken back by the machine. */
export class NetworkTrial {
  readonly #options: NetworkParts;
  readonly #store: (wishes: NetworkWishes) => Promise<void>;
  #running: Running | undefined;

  constructor(options: NetworkParts, store: (wishes: NetworkWishes) => Promise<void>) {
    this.#options = options;
    this.#store = store;
  }

  get wishes(): NetworkWishes | undefined {
    return this.#running?.wishes;
  }

  /** Switches when the answer is sent; settings that are on trial already are replaced. */
  begin(wishes: NetworkWishes, settings: NetworkSettings, before: readonly LinkState[], answered: AbortSignal): void {
    this.close();
    const running: Running = { wishes, trial: undefined, fresh: undefined, end: () => undefined };
    this.#running = running;
    void this.#switch(running, settings, addressesOf(before), answered).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'the new network settings cannot be put in force');
      this.#ended(running);
    });
  }

  /** A request proves the addresses by which it came; where none is new, any request from outside does. */
  arrived(localAddress: string, remoteAddress: string): void {
    const running = this.#running;
    if (running?.fresh === undefined || running.trial === undefined) return;
    const { fresh, trial } = running;
    const proves =
      this.#options.machine.simulated || (fresh.length > 0 ? fresh.includes(localAddress) : isOutside(remoteAddress));
    if (!proves) return;
    running.end();
    running.trial = undefined;
    void this.#keep(running, trial);
  }

  close(): void {
    this.#running?.end();
    this.#running = undefined;
  }

  async #switch(
    running: Running,
    settings: NetworkSettings,
    before: readonly string[],
    answered: AbortSignal,
  ): Promise<void> {
    const { machine, clock, discovery, log } = this.#options;
    await clock.wait(limits.answer, answered);
    if (running !== this.#running) return;
    await discovery.stop();
    try {
      running.trial = await machine.tryNetwork(settings, trialSeconds);
      running.end = clock.after(trialSeconds * 1000, () => this.#expired(running));
      const addresses = await this.#usable();
      running.fresh = addresses.filter((one) => !before.includes(one));
      log.info({ addresses }, 'new addresses are on trial until a client arrives by them');
    } finally {
      await discovery.start();
    }
  }

  /** Addresses, once none is still checked for a duplicate. */
  async #usable(): Promise<readonly string[]> {
    const { machine, clock } = this.#options;
    for (let waited = 0; ; waited += limits.look) {
      const links = await machine.links();
      const pending = links.some(({ addresses }) => addresses.some(({ usable }) => !usable));
      if (!pending || waited >= limits.usable) return addressesOf(links);
      await clock.wait(limits.look);
    }
  }

  async #keep(running: Running, trial: Trial): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#store(running.wishes);
      await trial.keep();
      log.info({}, 'the new network settings are kept');
    } catch (error) {
      log.error({ err: error }, 'the new network settings cannot be kept');
      await trial.takeBack().catch(() => undefined);
    }
    if (running === this.#running) this.close();
  }

  #expired(running: Running): void {
    if (running !== this.#running) return;
    this.#options.log.warn({}, 'no client arrived by the new addresses: the old settings are back');
    this.#ended(running);
  }

  #ended(running: Running): void {
    if (running === this.#running) this.close();
    const { discovery } = this.#options;
    void discovery.stop().then(() => discovery.start());
  }
}
