import type { MachineRequest } from './service/requests.ts';

type Servers = readonly string[] | 'dhcp' | null;

interface TimeServersOptions {
  readonly ask: (request: MachineRequest) => Promise<void>;
  /** Servers that DHCP names, where the network manager does not tell systemd-timesyncd itself; absent = it does. */
  readonly leased?: () => Promise<readonly string[]>;
}

/** Time servers that the machine follows. Servers of a DHCP server change with each lease. */
export class TimeServers {
  readonly #options: TimeServersOptions;
  #followsDhcp = false;
  #known = '';

  constructor(options: TimeServersOptions) {
    this.#options = options;
  }

  /** @param servers null = the clock is set by hand */
  async follow(servers: Servers): Promise<void> {
    this.#followsDhcp = servers === 'dhcp';
    await this.#ask(this.#followsDhcp ? await this.#leased() : servers);
  }

  /** A lease may have come: follows its servers. */
  async refresh(): Promise<void> {
    if (!this.#followsDhcp || this.#options.leased === undefined) return;
    const servers = await this.#leased();
    if (this.#followsDhcp && JSON.stringify(servers) !== this.#known) await this.#ask(servers);
  }

  async #leased(): Promise<readonly string[] | 'dhcp'> {
    const servers = (await this.#options.leased?.()) ?? [];
    return servers.length > 0 ? servers : 'dhcp';
  }

  async #ask(servers: Servers): Promise<void> {
    this.#known = JSON.stringify(servers);
    await this.#options.ask({ verb: 'ntp', servers: servers === null || servers === 'dhcp' ? servers : [...servers] });
  }
}
