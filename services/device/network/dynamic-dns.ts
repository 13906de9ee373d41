import { z } from 'zod';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { Machine } from '../../../hal/ports/machine.ts';
import type { NameUpdates } from '../../../hal/ports/name-updates.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../../settings/setting.ts';

/** Name that the device gives its DNS server. */
interface DynamicDnsPlan {
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
}

/** null: no updates. */
export const dynamicDnsSetting: SettingDefinition<DynamicDnsPlan | null> = setting({
  name: 'dynamic-dns',
  version: 1,
  schema: z
    .object({
      name: z.string().max(253),
      ttl: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    })
    .nullable(),
  initial: null,
  reset: 'hard',
  secret: false,
  backup: false,
});

interface DynamicDnsParts {
  readonly machine: Machine;
  readonly settings: Settings;
  readonly clock: Clock;
  /** undefined where the machine has no program for it. */
  readonly updates: NameUpdates | undefined;
  readonly log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Milliseconds until an update that failed is tried again. */
const retry = 300_000;

/** Keeps a name of the device at its DNS server up to date with its addresses (RFC 2136). */
export class DynamicDns {
  readonly #parts: DynamicDnsParts;
  readonly #setting: Setting<DynamicDnsPlan | null>;
  /** Update that the server took last, as text. */
  #taken: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #endChanges: () => void = () => undefined;

  constructor(parts: DynamicDnsParts) {
    this.#parts = parts;
    this.#setting = parts.settings.open(dynamicDnsSetting);
    this.#setting.onChange(() => void this.#refresh());
  }

  get isAvailable(): boolean {
    return this.#parts.updates !== undefined;
  }

  get plan(): DynamicDnsPlan | null {
    return this.#setting.get();
  }

  start(): void {
    this.#endChanges = this.#parts.machine.onChange(() => void this.#refresh());
    void this.#refresh();
  }

  close(): void {
    this.#cancel();
    this.#endChanges();
  }

  async set(plan: DynamicDnsPlan | null): Promise<void> {
    await this.#setting.change(() => plan);
  }

  /** Updates run one after another; what the server has already is not sent again. */
  #refresh(): Promise<void> {
    this.#work = this.#work.then(async () => {
      this.#cancel();
      const { plan } = this;
      const { updates, log, clock } = this.#parts;
      if (plan === null || updates === undefined) return;
      try {
        const addresses = await this.#addresses();
        const text = JSON.stringify([plan, addresses]);
        if (text === this.#taken || addresses.length === 0) return;
        await updates.update(plan.name, plan.ttl, addresses);
        this.#taken = text;
        log.info({ name: plan.name, addresses }, 'the DNS server has the addresses of the camera');
      } catch (error) {
        log.warn(
          { err: error, name: plan.name },
          'the DNS server does not take the addresses; they are sent again later',
        );
        this.#cancel = clock.after(retry, () => void this.#refresh());
      }
    });
    return this.#work;
  }

  async #addresses(): Promise<readonly string[]> {
    const links = await this.#parts.machine.links();
    const all = links.flatMap(({ addresses }) => addresses);
    return all.filter(({ origin, usable }) => usable && origin !== 'linkLocal').map(({ address }) => address);
  }
}
