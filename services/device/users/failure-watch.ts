import { isIPv6 } from 'node:net';
import { z } from 'zod';
import type { LoginAttempt } from '../../auth/watched-attempts.ts';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../../settings/setting.ts';

/** When failed logins of one address are told (ONVIF Core 8.4, authentication failure warning). */
export interface FailureWarnings {
  readonly enabled: boolean;
  /** Seconds that are watched after the first failure of an address. */
  readonly period: number;
  /** Failures within the period that are not told yet. */
  readonly failures: number;
}

/** Bounds of the setting. */
export const warningLimits = { period: { Min: 1, Max: 86_400 }, failures: { Min: 1, Max: 1000 } } as const;

const { period, failures } = warningLimits;

export const failureWarningSetting: SettingDefinition<FailureWarnings> = setting({
  name: 'auth-failure-warning',
  version: 1,
  schema: z.strictObject({
    enabled: z.boolean(),
    period: z.int().min(period.Min).max(period.Max),
    failures: z.int().min(failures.Min).max(failures.Max),
  }),
  initial: { enabled: true, period: 60, failures: 10 },
  reset: 'soft',
  secret: false,
  backup: true,
});

const topic = 'tns1:Device/SecurityPolicy/AuthFailed';

const topics: readonly TopicDeclaration[] = [
  {
    topic,
    property: false,
    source: { NetworkInterface: 'tt:ReferenceToken' },
    data: { SourceIPv4: 'tt:IPv4Address', SourceIPv6: 'tt:IPv6Address' },
  },
];

/** Addresses that are counted at once; the one that failed first gives way. */
const mostAddresses = 256;

interface FailureWatchOptions {
  readonly settings: Settings;
  readonly events: EventSink;
  /** Token of the network interface by which an address reaches the camera. */
  readonly interfaceOf: (address: string) => string;
  readonly log: { warn(fields: object, text: string): void };
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** Counts failed logins of each address, and tells once in a period of one that has more than the setting allows. */
export class FailureWatch {
  readonly setting: Setting<FailureWarnings>;
  readonly #options: FailureWatchOptions;
  readonly #now: () => number;
  readonly #counts = new Map<string, { readonly since: number; failures: number }>();

  constructor(options: FailureWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.setting = options.settings.open(failureWarningSetting);
    this.setting.onChange(() => this.#counts.clear());
    options.events.declare(topics);
  }

  take({ address, outcome }: LoginAttempt): void {
    const { enabled, period, failures } = this.setting.get();
    if (!enabled || outcome === 'accepted') return;
    const count = this.#countOf(address, period * 1000);
    count.failures += 1;
    if (count.failures === failures + 1) this.#warn(address, failures);
  }

  #countOf(address: string, period: number): { failures: number } {
    const now = this.#now();
    const known = this.#counts.get(address);
    if (known !== undefined && now - known.since < period) return known;
    this.#counts.delete(address);
    const count = { since: now, failures: 0 };
    this.#counts.set(address, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostAddresses && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }

  #warn(address: string, failures: number): void {
    const { events, interfaceOf, log } = this.#options;
    log.warn({ address, failures }, 'many logins of one address fail');
    const data = isIPv6(address) ? { SourceIPv6: address } : { SourceIPv4: address };
    events.publish({ topic, source: { NetworkInterface: interfaceOf(address) }, data });
  }
}
