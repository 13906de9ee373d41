import type { Clock } from '../../ports/clock.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { LinkState, Machine, NetworkSettings, Trial } from '../../ports/machine.ts';
import type { System } from '../../ports/system.ts';
import { checkNetwork } from '../check-network.ts';
import { hostLink, hostLinks, hostSurroundings } from '../host-links.ts';
import { Listeners } from '../listeners.ts';
import { simulatedLink } from './simulated-link.ts';

interface VirtualMachineOptions {
  /** The host, which is read and never changed. */
  readonly system: System;
  readonly clock: Clock;
  /** Milliseconds by which the simulated clock was ahead at the end of the last run. */
  readonly offset: number;
  /** Stores the offset for the next run. */
  readonly keepOffset: (milliseconds: number) => Promise<void>;
  readonly reboot: () => Promise<void>;
  /** Milliseconds since 1970 by the clock of the host. */
  readonly hostTime?: () => number;
}

/** Latest time that can be set: clocks of 32 bits end there. */
const end = 2 ** 31 * 1000;

/** Simulated machine: tells back what is set, and touches nothing of the host. Its settings last as long as the object. */
export class VirtualMachine implements Machine {
  readonly backEnd = 'virtual';
  readonly simulated = true;
  readonly abilities = { network: true, hostname: true, ntp: true, clock: true, reboot: true } as const;
  readonly #options: VirtualMachineOptions;
  readonly #hostTime: () => number;
  readonly #changed = new Listeners();
  readonly #clockSet = new Listeners();
  #offset: number;
  #hostname = '';
  #zone: string | undefined;
  #kept: NetworkSettings | undefined;
  #present: NetworkSettings | undefined;
  #endTrial: (() => void) | undefined;

  constructor(options: VirtualMachineOptions) {
    this.#options = options;
    this.#offset = options.offset;
    this.#hostTime = options.hostTime ?? Date.now;
  }

  now(): number {
    return this.#hostTime() + this.#offset;
  }

  offset(): number {
    return this.#offset;
  }

  zone(): string {
    return this.#zone ?? this.#options.system.timeZone();
  }

  hostname(): string {
    return this.#hostname === '' ? this.#options.system.hostname() : this.#hostname;
  }

  async links(): Promise<readonly LinkState[]> {
    const { system } = this.#options;
    const around = hostSurroundings(system);
    const set = this.#present;
    return hostLinks(system).map((host) => {
      const link = set?.links.find(({ name }) => name === host.name);
      return set === undefined || link === undefined
        ? hostLink(host, set, around)
        : simulatedLink(host, set, link, around);
    });
  }

  async tryNetwork(settings: NetworkSettings, seconds: number): Promise<Trial> {
    const present = hostLinks(this.#options.system).map(({ name }) => name);
    checkNetwork(settings, present);
    this.#endTrial?.();
    this.#present = settings;
    const back = (): void => {
      stop();
      this.#present = this.#kept;
      this.#changed.tell();
    };
    const cancel = this.#options.clock.after(seconds * 1000, back);
    let running = true;
    const stop = (): void => {
      running = false;
      cancel();
      this.#endTrial = undefined;
    };
    this.#endTrial = stop;
    this.#changed.tell();
    return {
      keep: async () => {
        if (!running) throw new HalError('gone', 'the settings were taken back');
        stop();
        this.#kept = settings;
      },
      takeBack: async () => {
        if (running) back();
      },
    };
  }

  async setHostname(name: string): Promise<void> {
    if (name !== '' && !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name))
      throw new HalError('out-of-range', 'this is no host name');
    this.#hostname = name;
    this.#changed.tell();
  }

  async setTimeZone(rule: string): Promise<void> {
    this.#zone = rule;
    this.#changed.tell();
  }

  /** The host's clock stands for that of the servers. */
  async followServers(servers: readonly string[] | 'dhcp' | undefined): Promise<void> {
    if (servers !== undefined) await this.#move(0);
  }

  async setClock(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0 && milliseconds < end))
      throw new HalError('out-of-range', 'the clock goes from 1970 to 2038');
    await this.#move(milliseconds - this.#hostTime());
  }

  reboot(): Promise<void> {
    return this.#options.reboot();
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  onClock(listener: () => void): () => void {
    return this.#clockSet.add(listener);
  }

  async #move(offset: number): Promise<void> {
    await this.#options.keepOffset(offset);
    this.#offset = offset;
    this.#clockSet.tell();
  }
}
