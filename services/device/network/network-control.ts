import type { LinkState, Machine, NetworkSettings } from '../../../hal/ports/machine.ts';
import { hardwareFault } from '../../faults/hardware-fault.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Setting } from '../../settings/setting.ts';
import { dnsSettings, factoryLink, gatewaySettings, seenSettings, staysReachable } from './link-settings.ts';
import { type NetworkWishes, networkMarks, networkSetting } from './network-setting.ts';
import { type NetworkParts, NetworkTrial, trialSeconds } from './network-trial.ts';

type Asker = Pick<RequestContext, 'localAddress' | 'remoteAddress' | 'signal'>;

/** Milliseconds for the answer to a reset to be sent; the device restarts a second after it. */
const answerTime = 300;

/** Names, addresses and gateways of the machine as clients set them: kept, put in force at each start, taken back when they cut the device off. */
export class NetworkControl {
  readonly machine: Machine;
  readonly #options: NetworkParts;
  readonly #setting: Setting<NetworkWishes>;
  readonly #marks: Setting<{ readonly hostname: boolean; readonly network: boolean }>;
  readonly #trial: NetworkTrial;
  #work: Promise<unknown> = Promise.resolve();
  /** True while a change of the setting is this object's own. */
  #own = false;

  constructor(options: NetworkParts) {
    this.#options = options;
    this.machine = options.machine;
    this.#setting = options.settings.open(networkSetting);
    this.#marks = options.settings.open(networkMarks);
    this.#trial = new NetworkTrial(options, (wishes) => this.#store(wishes));
    this.#setting.onChange(() => void (this.#own ? undefined : this.#inTurn(() => this.#changedOutside())));
  }

  /** Wishes in force, those on trial included. */
  get wishes(): NetworkWishes {
    return this.#trial.wishes ?? this.#setting.get();
  }

  links(): Promise<readonly LinkState[]> {
    return this.machine.links();
  }

  /** Puts the stored settings in force; what fails is logged, and the rest goes on. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#apply());
  }

  /** Ends timers. A trial that runs is taken back by the machine. */
  close(): void {
    this.#trial.close();
  }

  /** A client's request arrived: it proves that the addresses on trial work. */
  arrived(localAddress: string, remoteAddress: string): void {
    this.#trial.arrived(localAddress, remoteAddress);
  }

  setHostname(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#setting.get();
      if (before.hostname === name) return;
      await this.#mark('hostname', true);
      await this.#asked(this.machine.setHostname(name), { 'out-of-range': 'InvalidHostname' });
      try {
        await this.#store({ ...before, hostname: name });
      } catch (error) {
        await this.machine.setHostname(before.hostname ?? '');
        throw error;
      }
    });
  }

  /**
   * Changes DNS, gateways or interfaces. A change that cannot cut the asker off is kept at once, another one goes on trial after
   * the answer was sent.
   */
  change(make: (present: NetworkWishes, links: readonly LinkState[]) => NetworkWishes, asker: Asker): Promise<void> {
    return this.#inTurn(async () => {
      const links = await this.links();
      const present = this.wishes;
      const wishes = make(present, links);
      if (wishes === present) return;
      await this.#mark('network', true);
      const settings = this.#settingsOf(wishes, links);
      if (this.#trial.wishes === undefined && staysReachable(settings, links, asker))
        return this.#keepAtOnce(wishes, settings);
      this.#trial.begin(wishes, settings, links, asker.signal);
    });
  }

  async #keepAtOnce(wishes: NetworkWishes, settings: NetworkSettings): Promise<void> {
    const trial = await this.#asked(this.machine.tryNetwork(settings, trialSeconds));
    try {
      await this.#store(wishes);
    } catch (error) {
      await trial.takeBack();
      throw error;
    }
    await this.#asked(trial.keep());
  }

  async #store(wishes: NetworkWishes): Promise<void> {
    this.#own = true;
    try {
      await this.#setting.change(() => wishes);
    } finally {
      this.#own = false;
    }
  }

  /** Settings of the machine; an interface takes part with what it has when only servers or gateways were set. */
  #settingsOf(wishes: NetworkWishes, states: readonly LinkState[]): NetworkSettings {
    const there = wishes.links.filter(({ name }) => states.some((state) => state.name === name));
    const [first] = states;
    const adopted = there.length > 0 || first === undefined || this.machine.simulated ? there : [seenSettings(first)];
    return { links: adopted, gateways: gatewaySettings(wishes, states), dns: dnsSettings(wishes, states) };
  }

  /** Puts the wishes in force; what was set once and is not wished any more goes back to that of the factory. */
  async #apply(): Promise<void> {
    const { machine } = this;
    const { hostname } = this.#setting.get();
    if (machine.abilities.hostname && (hostname !== undefined || this.#marks.get().hostname))
      await this.#attempt('the host name', async () => {
        await machine.setHostname(hostname ?? '');
        await this.#mark('hostname', hostname !== undefined);
      });
    if (machine.abilities.network) await this.#attempt('the network', () => this.#applyNetwork());
  }

  /** A reset or a restore changed the settings; its answer is sent by the old addresses. */
  async #changedOutside(): Promise<void> {
    await this.#options.clock.wait(answerTime);
    await this.#apply();
  }

  async #applyNetwork(): Promise<void> {
    const wishes = this.#setting.get();
    const states = await this.links();
    for (const { name } of wishes.links)
      if (!states.some((state) => state.name === name))
        this.#options.log.warn({ interface: name }, 'an interface with settings is not there');
    const isSet = wishes.links.length > 0 || wishes.dns !== undefined || wishes.gateways !== undefined;
    if (!isSet && !this.#marks.get().network) return;
    if (isSet) await this.#mark('network', true);
    const settings = isSet
      ? this.#settingsOf(wishes, states)
      : {
          links: states.map(({ name }) => factoryLink(name)),
          gateways: [],
          dns: { fromDhcp: true, servers: [], searchDomains: [] },
        };
    await (await this.machine.tryNetwork(settings, trialSeconds)).keep();
    if (!isSet) await this.#mark('network', false);
  }

  async #mark(part: 'hostname' | 'network', isSet: boolean): Promise<void> {
    await this.#marks.change((present) => (present[part] === isSet ? present : { ...present, [part]: isSet }));
  }

  async #attempt(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#options.log.error({ err: error, what }, 'stored settings cannot be put in force');
    }
  }

  async #asked<T>(work: Promise<T>, names: Parameters<typeof hardwareFault>[1] = {}): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw hardwareFault(error, { gone: 'InvalidNetworkInterface', unsupported: 'InvalidDHCPv6', ...names });
    }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
