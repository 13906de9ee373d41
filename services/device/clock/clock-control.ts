import type { Machine } from '../../../hal/ports/machine.ts';
import { parseTimeZone, withoutSummerTime } from '../../../hal/ports/posix-time-zone.ts';
import type { System } from '../../../hal/ports/system.ts';
import { Fault } from '../../faults/fault.ts';
import { hardwareFault } from '../../faults/hardware-fault.ts';
import type { Setting, Settings } from '../../settings/setting.ts';
import { type ClockWishes, clockMark, clockSetting, type NtpWishes } from './clock-setting.ts';

interface ClockParts {
  readonly machine: Machine;
  readonly system: Pick<System, 'ntpServers'>;
  readonly settings: Settings;
  readonly log: { error(fields: object, text: string): void };
}

/** Clock, time zone and time servers of the machine as clients set them. */
export class ClockControl {
  readonly machine: Machine;
  readonly #parts: ClockParts;
  readonly #setting: Setting<ClockWishes>;
  readonly #mark: Setting<boolean>;
  #work: Promise<unknown> = Promise.resolve();
  #own = false;

  constructor(parts: ClockParts) {
    this.#parts = parts;
    this.machine = parts.machine;
    this.#setting = parts.settings.open(clockSetting);
    this.#mark = parts.settings.open(clockMark);
    this.#setting.onChange(() => void (this.#own ? undefined : this.start()));
  }

  /** Clients correct a clock of type Manual, so NTP is told when servers keep it. */
  get type(): 'NTP' | 'Manual' {
    return this.#setting.get().type ?? (this.#parts.system.ntpServers().length > 0 ? 'NTP' : 'Manual');
  }

  /** POSIX string as it was sent. */
  get zone(): string {
    return this.#setting.get().zone ?? this.machine.zone();
  }

  get daylightSavings(): boolean {
    return this.#setting.get().daylightSavings ?? parseTimeZone(this.zone)?.daylightSaving !== undefined;
  }

  /** POSIX string by which the local time goes. */
  get rule(): string {
    return this.daylightSavings ? this.zone : withoutSummerTime(this.zone);
  }

  get ntp(): NtpWishes {
    return this.#setting.get().ntp ?? { fromDhcp: false, servers: this.#parts.system.ntpServers() };
  }

  /** Puts the stored settings in force. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#apply(this.#setting.get());
      } catch (error) {
        this.#parts.log.error({ err: error }, 'the stored clock settings cannot be put in force');
      }
    });
  }

  /** The type of the clock stays what it is. */
  setNtp(ntp: NtpWishes): Promise<void> {
    return this.#inTurn(async () => {
      if (this.type === 'NTP' && !ntp.fromDhcp && ntp.servers.length === 0) throw new Fault('TimeSyncedToNtp');
      await this.#change((present) => ({ ...present, ntp }));
    });
  }

  /** @param time milliseconds since 1970; undefined = the clock goes on as it is */
  set(wishes: Pick<ClockWishes, 'type' | 'zone' | 'daylightSavings'>, time: number | undefined): Promise<void> {
    const asked = performance.now();
    return this.#inTurn(async () => {
      const { fromDhcp, servers } = this.ntp;
      if (wishes.type === 'NTP' && !fromDhcp && servers.length === 0) throw new Fault('NtpServerUndefined');
      const passed = (): number => performance.now() - asked;
      await this.#change(
        (present) => ({ ...present, ...wishes }),
        async () => {
          if (time !== undefined && wishes.type === 'Manual') await this.machine.setClock(time + passed());
        },
      );
    });
  }

  /** Stores, then applies; what cannot be applied is not kept. */
  async #change(
    next: (present: ClockWishes) => ClockWishes,
    then: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const before = this.#setting.get();
    await this.#store(next(before));
    try {
      await this.#apply(this.#setting.get(), before);
      await then();
    } catch (error) {
      await this.#store(before);
      await this.#apply(before).catch(() => undefined);
      throw hardwareFault(error, { 'out-of-range': 'InvalidDateTime' });
    }
  }

  async #store(wishes: ClockWishes): Promise<void> {
    this.#own = true;
    try {
      await this.#setting.change(() => wishes);
    } finally {
      this.#own = false;
    }
  }

  /** @param before what is in force; undefined = unknown */
  async #apply(wishes: ClockWishes, before?: ClockWishes): Promise<void> {
    const { machine } = this;
    const isSet = wishes.type !== undefined || wishes.zone !== undefined;
    if (!isSet && this.#mark.get()) return this.#applyFactory();
    if (isSet && !this.#mark.get()) await this.#mark.change(() => true);
    const same = (...names: readonly (keyof ClockWishes)[]): boolean =>
      before !== undefined && names.every((name) => JSON.stringify(wishes[name]) === JSON.stringify(before[name]));
    if (machine.abilities.clock && wishes.zone !== undefined && !same('zone', 'daylightSavings'))
      await machine.setTimeZone(this.rule);
    if (!machine.abilities.ntp || wishes.type === undefined || same('type', 'ntp')) return;
    if (wishes.type === 'Manual') await machine.followServers(undefined);
    else await machine.followServers(this.ntp.fromDhcp ? 'dhcp' : this.ntp.servers);
  }

  /** The clock follows the servers of the system, in UTC. */
  async #applyFactory(): Promise<void> {
    const { machine } = this;
    if (machine.abilities.clock) await machine.setTimeZone('UTC0');
    if (machine.abilities.ntp) await machine.followServers('dhcp');
    await this.#mark.change(() => false);
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
