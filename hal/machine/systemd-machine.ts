import { HalError } from '../ports/hal-error.ts';
import type { LinkState, Machine, NetworkSettings, Trial } from '../ports/machine.ts';
import type { System } from '../ports/system.ts';
import { checkNetwork } from './check-network.ts';
import { followSynchronization } from './clock-synchronization.ts';
import { methods } from './dbus/methods.ts';
import type { SystemBus } from './dbus/system-bus.ts';
import { ethernetLinks } from './ethernet-links.ts';
import { Listeners } from './listeners.ts';
import { askMachine } from './service/client.ts';
import type { MachineRequest } from './service/requests.ts';
import { systemZone } from './system-zone.ts';
import { TimeServers } from './time-servers.ts';

interface SystemdMachineOptions {
  readonly system: System;
  readonly bus: SystemBus;
  /** Network manager, with its way to read the interfaces. */
  readonly backEnd: 'networkd' | 'networkmanager';
  readonly read: (bus: SystemBus) => Promise<readonly LinkState[]>;
  /** Sends a request to the root service. */
  readonly ask?: (request: MachineRequest) => Promise<void>;
}

/** Signals after which addresses, servers or the name may be others. */
const signals = ['network1', 'hostname1', 'NetworkManager'].map(
  (name) =>
    `type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',path_namespace='/org/freedesktop/${name}'`,
);

/** Machine with systemd: read over D-Bus, set through the root service. */
export class SystemdMachine implements Machine {
  readonly backEnd: SystemdMachineOptions['backEnd'];
  readonly simulated = false;
  readonly abilities = { network: true, hostname: true, ntp: true, clock: true, reboot: true } as const;
  readonly #options: SystemdMachineOptions;
  readonly #ask: (request: MachineRequest) => Promise<void>;
  readonly #changed = new Listeners();
  readonly #clockSet = new Listeners();
  readonly #timeServers: TimeServers;
  #zone: string | undefined;
  /** The service of the firmware sees no change of the kernel's name (ProtectHostname=). */
  #hostname: string;
  /** Number of the newest trial; older ones cannot be kept. */
  #trial = 0;

  private constructor(options: SystemdMachineOptions) {
    this.#options = options;
    this.backEnd = options.backEnd;
    this.#ask = options.ask ?? askMachine;
    this.#hostname = options.system.hostname();
    this.#timeServers = new TimeServers({
      ask: this.#ask,
      // NetworkManager keeps the servers of a lease to itself.
      ...(options.backEnd === 'networkmanager' && { leased: () => this.#leasedServers() }),
    });
  }

  static async open(options: SystemdMachineOptions): Promise<SystemdMachine> {
    const machine = new SystemdMachine(options);
    for (const rule of signals) await options.bus.follow(rule, () => void machine.#refresh());
    await followSynchronization(options.bus, () => machine.#clockSet.tell());
    await machine.#refresh();
    return machine;
  }

  now(): number {
    return Date.now();
  }

  offset(): number {
    return 0;
  }

  /** The rule that was set is told even where the system has no zone of that meaning. */
  zone(): string {
    return this.#zone ?? this.#options.system.timeZone();
  }

  hostname(): string {
    return this.#hostname;
  }

  links(): Promise<readonly LinkState[]> {
    const { read, bus } = this.#options;
    return read(bus);
  }

  async tryNetwork(settings: NetworkSettings, seconds: number): Promise<Trial> {
    checkNetwork(
      settings,
      ethernetLinks().map(({ name }) => name),
    );
    this.#trial += 1;
    const trial = this.#trial;
    await this.#ask({ verb: 'tryNetwork', seconds, settings: JSON.parse(JSON.stringify(settings)) });
    const newest = (): void => {
      if (trial !== this.#trial) throw new HalError('gone', 'the settings were replaced');
    };
    return {
      keep: async () => {
        newest();
        await this.#ask({ verb: 'keepNetwork' });
      },
      takeBack: async () => {
        newest();
        await this.#ask({ verb: 'takeBackNetwork' });
      },
    };
  }

  async setHostname(name: string): Promise<void> {
    await this.#ask({ verb: 'hostname', name });
    await this.#refresh();
  }

  async setTimeZone(rule: string): Promise<void> {
    const zone = systemZone(rule);
    // Times of the camera go by the rule; a system that cannot store its zone only keeps the old one for programs beside it.
    if (zone !== undefined) await this.#ask({ verb: 'timeZone', zone }).catch(() => undefined);
    this.#zone = rule;
    this.#changed.tell();
  }

  async followServers(servers: readonly string[] | 'dhcp' | undefined): Promise<void> {
    await this.#timeServers.follow(servers ?? null);
  }

  async setClock(milliseconds: number): Promise<void> {
    if (!Number.isFinite(milliseconds)) throw new HalError('out-of-range', 'this is no time');
    await this.#ask({ verb: 'clock', milliseconds: Math.round(milliseconds) });
    this.#clockSet.tell();
  }

  reboot(): Promise<void> {
    return this.#ask({ verb: 'reboot' });
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  onClock(listener: () => void): () => void {
    return this.#clockSet.add(listener);
  }

  async #refresh(): Promise<void> {
    const name = await this.#options.bus
      .call(methods.getHostname, 'ss', ['org.freedesktop.hostname1', 'Hostname'])
      .catch(() => this.#hostname);
    this.#hostname = String(name);
    // Servers that cannot be set now are set with the next change.
    await this.#timeServers.refresh().catch(() => undefined);
    this.#changed.tell();
  }

  async #leasedServers(): Promise<readonly string[]> {
    const all = (await this.links()).flatMap(({ ntp }) => ntp);
    return [...new Set(all.filter(({ origin }) => origin === 'dhcp').map(({ address }) => address))];
  }
}
