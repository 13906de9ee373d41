import type { Clock } from '../../../hal/ports/clock.ts';
import { Fault } from '../../faults/fault.ts';
import { type AddressFilterPlan, admissionOf } from '../../plan/address-filter.ts';
import type { Setting, Settings } from '../../settings/setting.ts';
import { familyOf } from './addresses.ts';
import { filterSetting } from './filter-setting.ts';

type Range = AddressFilterPlan['ranges'][number];

/** Ranges at most. */
const most = 64;
/** Milliseconds in which a request must pass a filter that refuses its maker. */
const trialTime = 60_000;

interface FilterParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: { warn(fields: object, text: string): void };
}

const same = (one: Range, other: Range): boolean =>
  one.address === other.address && one.prefixLength === other.prefixLength;

/** Clients that may connect. A filter that refuses the client that sets it is on trial: it ends after a minute unless a request passes it. */
export class AddressFilter {
  readonly #parts: FilterParts;
  readonly #setting: Setting<AddressFilterPlan>;
  readonly #listeners = new Set<() => void>();
  #trial: { readonly plan: AddressFilterPlan; readonly end: () => void } | undefined;
  #admits: (address: string) => boolean;

  constructor(parts: FilterParts) {
    this.#parts = parts;
    this.#setting = parts.settings.open(filterSetting);
    this.#admits = admissionOf(this.#setting.get());
    this.#setting.onChange(() => this.#changed());
  }

  get plan(): AddressFilterPlan {
    return this.#trial?.plan ?? this.#setting.get();
  }

  admits(address: string): boolean {
    return this.#admits(address);
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async set(plan: AddressFilterPlan, asker: string): Promise<void> {
    const ranges = plan.ranges.filter((one, index) => plan.ranges.findIndex((other) => same(one, other)) === index);
    if (ranges.length > most) throw new Fault('IPFilterListIsFull');
    await this.#put({ type: plan.type, ranges }, asker);
  }

  async add(ranges: readonly Range[], asker: string): Promise<void> {
    await this.set({ type: this.plan.type, ranges: [...this.plan.ranges, ...ranges] }, asker);
  }

  async remove(ranges: readonly Range[], asker: string): Promise<void> {
    const present = this.plan.ranges;
    for (const range of ranges)
      if (!present.some((one) => same(one, range)))
        throw new Fault(familyOf(range.address) === 4 ? 'NoIPv4Address' : 'NoIPv6Address');
    const left = present.filter((one) => !ranges.some((range) => same(one, range)));
    await this.#put({ type: this.plan.type, ranges: left }, asker);
  }

  /** A request arrived: a filter on trial that lets it pass is kept. */
  arrived(address: string): void {
    const trial = this.#trial;
    if (trial === undefined || !this.#admits(address)) return;
    trial.end();
    this.#setting
      .change(() => trial.plan)
      .then(
        () => this.#endTrial(trial),
        (error: unknown) => {
          this.#parts.log.warn({ err: error }, 'the address filter cannot be kept: the old one is back');
          this.#endTrial(trial);
        },
      );
  }

  close(): void {
    this.#trial?.end();
  }

  async #put(plan: AddressFilterPlan, asker: string): Promise<void> {
    this.#trial?.end();
    if (admissionOf(plan)(asker)) {
      await this.#setting.change(() => plan);
      this.#trial = undefined;
      this.#changed();
      return;
    }
    this.#parts.log.warn(
      { address: asker },
      'the address filter refuses the client that sets it: it ends in 60 s unless another client passes it',
    );
    const end = this.#parts.clock.after(trialTime, () => {
      this.#parts.log.warn({}, 'nobody passed the address filter: the old one is back');
      this.#endTrial(trial);
    });
    const trial = { plan, end };
    this.#trial = trial;
    this.#changed();
  }

  #endTrial(trial: object): void {
    if (trial !== this.#trial) return;
    this.#trial = undefined;
    this.#changed();
  }

  #changed(): void {
    this.#admits = admissionOf(this.plan);
    for (const listener of [...this.#listeners]) listener();
  }
}
