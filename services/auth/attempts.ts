import { isIPv6 } from 'node:net';

/** A login attempt whose credentials were compared with those of the user it names. */
interface Attempt {
  readonly address: string;
  /** Name of a user of this device; undefined for a name that no user has. */
  readonly user: string | undefined;
}

/** `stale` credentials prove the password, but may be a replay of another client's. */
export type AttemptOutcome = 'right' | 'stale' | 'wrong';

/** Answer to an attempt. @internal */
export type AttemptVerdict =
  /** The outcome may be told. */
  | { readonly kind: 'accepted' }
  /** The refusal is sent after `delay` milliseconds. */
  | { readonly kind: 'refused'; readonly delay: number }
  /** Too many refusals wait already: this attempt is refused at once, with a reply that says so. */
  | { readonly kind: 'too-many' };

/**
 * Slows down the guessing of passwords. Right credentials are accepted at once; only refusals wait. Failures are counted
 * for each address with each user, for each address and in total, and a login resets none of these counts.
 *
 * After `believed` failures even right credentials are refused, or an attacker who does not wait for refusals could guess
 * as fast as the network. This limit never applies to an address that has logged in as the same user before.
 */
export interface AttemptLimiter {
  judge(attempt: Attempt, outcome: AttemptOutcome): AttemptVerdict;
}

interface Rule {
  /** Failures that cost nothing: a mistyped password, a client that tries both algorithms. */
  readonly free: number;
  /** Failures after which right credentials are not believed, usually and while many addresses fail. */
  readonly believed: { readonly usual: number; readonly attack: number };
  /** Failures forgiven in a second. */
  readonly decay: number;
}

/** Counts of one user at one address, and of one address. */
const pairRule: Rule = { free: 5, believed: { usual: 60, attack: 10 }, decay: 0.5 };
const addressRule: Rule = { free: 20, believed: { usual: 240, attack: 40 }, decay: 2 };
const totalRule = { free: 200, attack: 1000, decay: 10 } as const;

/** Milliseconds that a refusal waits at most. */
const longest = 5000;
/** Refusals that wait at once, of one address and in total: each holds a connection. */
const held = { address: 8, total: 64 } as const;
/** Records kept; the one that failed longest ago gives way. */
const capacity = 4096;
/** Milliseconds for which a login proves that an address belongs to a client of that user. */
const provenFor = 24 * 3_600_000;

/** Counts failures by key; a count falls steadily while nothing fails. */
class FailureCounts {
  readonly #decay: number;
  readonly #records = new Map<string, { readonly level: number; readonly at: number }>();

  constructor(decay: number) {
    this.#decay = decay;
  }

  level(key: string, now: number): number {
    const record = this.#records.get(key);
    if (record === undefined) return 0;
    return Math.max(0, record.level - ((now - record.at) / 1000) * this.#decay);
  }

  /** The level with one failure more, at most `most`. */
  add(key: string, now: number, most: number): number {
    const level = Math.min(most, this.level(key, now) + 1);
    keep(this.#records, key, { level, at: now });
    return level;
  }
}

/** Keeps the newest entries of an insertion-ordered table. */
function keep<Value>(table: Map<string, Value>, key: string, value: Value): void {
  table.delete(key);
  table.set(key, value);
  const oldest = table.keys().next();
  if (table.size > capacity && oldest.done !== true) table.delete(oldest.value);
}

/** IPv6 addresses are counted by their network, as one host may use all of its addresses (RFC 4291 2.5.4). @internal */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const groups = [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Milliseconds to wait after that many failures, doubling from 100. */
function delayOf(level: number, free: number): number {
  return level <= free ? 0 : Math.min(longest, 100 * 2 ** Math.min(10, Math.ceil(level - free) - 1));
}

/** Refusals that wait, by the time when each is sent. */
class HeldRefusals {
  #until: readonly { readonly network: string; readonly time: number }[] = [];

  /** False when the refusal may not wait. */
  hold(network: string, now: number, delay: number): boolean {
    this.#until = this.#until.filter(({ time }) => time > now);
    const same = this.#until.filter((one) => one.network === network).length;
    if (this.#until.length >= held.total || same >= held.address) return false;
    this.#until = [...this.#until, { network, time: now + delay }];
    return true;
  }
}

class Limiter implements AttemptLimiter {
  readonly #now: () => number;
  readonly #pairs = new FailureCounts(pairRule.decay);
  readonly #networks = new FailureCounts(addressRule.decay);
  readonly #total = new FailureCounts(totalRule.decay);
  /** Address and user of each login, with its time. */
  readonly #proven = new Map<string, number>();
  readonly #held = new HeldRefusals();

  constructor(now: () => number) {
    this.#now = now;
  }

  judge({ address, user }: Attempt, outcome: AttemptOutcome): AttemptVerdict {
    const now = this.#now();
    const network = networkOf(address);
    const pair = `${network} ${user ?? ''}`;
    const login = `${address} ${user ?? ''}`;
    const believed = this.#isProven(login, now) || !this.#isSpent(pair, network, now);
    if (outcome !== 'wrong' && believed) {
      if (outcome === 'right') keep(this.#proven, login, now);
      return { kind: 'accepted' };
    }
    const delay = believed ? this.#failed(pair, network, now) : longest;
    if (delay > 0 && !this.#held.hold(network, now, delay)) return { kind: 'too-many' };
    return { kind: 'refused', delay };
  }

  #isProven(login: string, now: number): boolean {
    const time = this.#proven.get(login);
    return time !== undefined && now - time <= provenFor;
  }

  #isSpent(pair: string, network: string, now: number): boolean {
    const state = this.#total.level('', now) > totalRule.attack ? 'attack' : 'usual';
    const spent = (counts: FailureCounts, key: string, rule: Rule): boolean =>
      counts.level(key, now) + 1 > rule.believed[state];
    return spent(this.#pairs, pair, pairRule) || spent(this.#networks, network, addressRule);
  }

  /** Counts a failure; the delay of its refusal. */
  #failed(pair: string, network: string, now: number): number {
    return Math.max(
      delayOf(this.#pairs.add(pair, now, pairRule.believed.usual), pairRule.free),
      delayOf(this.#networks.add(network, now, addressRule.believed.usual), addressRule.free),
      delayOf(this.#total.add('', now, 2 * totalRule.attack), totalRule.free),
    );
  }
}

/** @param options.now monotonic milliseconds */
export function createAttemptLimiter(options: { readonly now?: () => number } = {}): AttemptLimiter {
  return new Limiter(options.now ?? (() => performance.now()));
}
