import type { Logger } from 'pino';
import type { RtcpListener, RtpStream, RtpSubscription, RtpTransports } from '../../../hal/ports/rtp-stream.ts';
import type { MulticastPlan } from '../../plan/desired-media.ts';
import { RtspError } from '../status.ts';
import { interfaceFor } from './multicast-group.ts';
import { MulticastSender, type SenderPlan } from './multicast-sender.ts';

/** A stream that is sent to its group without any session: AutoStart, StartMulticastStreaming (MED-13). */
export interface StandingMulticast {
  readonly stream: RtpStream;
  readonly group: MulticastPlan;
}

/** Groups that clients may choose by themselves, in all. */
const chosenLimit = 8;

interface Standing {
  readonly plan: StandingMulticast;
  readonly user: RtpSubscription;
}

function keyOf(group: MulticastPlan, from: string): string {
  return `${group.address} ${group.port} ${from}`;
}

/** Every group that is sent to, one sender each, whoever wants it (STR-02, STR-51, STR-52). */
export class MulticastSenders {
  readonly #transports: RtpTransports;
  readonly #rtcp: RtcpListener;
  readonly #log: Logger;
  readonly #served: ReadonlySet<string>;
  readonly #senders = new Map<string, MulticastSender>();
  readonly #standing = new Map<string, Standing>();
  /** Groups whose failure is in the log already. */
  readonly #failed = new Set<string>();
  #plans: readonly StandingMulticast[] = [];

  /** @param served addresses of ours that are served, empty for all; looked at whenever a group is opened */
  constructor(transports: RtpTransports, rtcp: RtcpListener, log: Logger, served: ReadonlySet<string>) {
    this.#served = served;
    this.#transports = transports;
    this.#rtcp = rtcp;
    this.#log = log;
  }

  /** Groups that are sent to now. */
  get sending(): readonly MulticastPlan[] {
    return [...this.#senders.values()].filter((one) => one.isSending).map(({ plan }) => plan.group);
  }

  /** A user of the sender to that group. Throws 461 when something else is sent there, 453 beyond the bound, HalError. */
  join(plan: SenderPlan): RtpSubscription {
    const key = keyOf(plan.group, plan.from);
    const known = this.#senders.get(key);
    if (known !== undefined) {
      if (known.plan.stream !== plan.stream || known.plan.keys !== plan.keys)
        throw new RtspError(461, 'another stream is sent to that group');
      return known.join();
    }
    const chosen = [...this.#senders.values()].filter((one) => one.plan.isChosen).length;
    if (plan.isChosen && chosen >= chosenLimit) throw new RtspError(453, 'too many groups');
    const sender = new MulticastSender(this.#transports, plan, {
      rtcp: this.#rtcp,
      ended: (gone) => {
        if (this.#senders.get(key) === gone) this.#senders.delete(key);
      },
    });
    this.#senders.set(key, sender);
    return sender.join();
  }

  /** Makes what is sent without session agree with `plans`; sessions go on as they are. */
  setStanding(plans: readonly StandingMulticast[]): void {
    this.#plans = plans;
    this.#failed.clear();
    for (const [key, { plan, user }] of this.#standing) {
      if (plans.some((one) => one.stream === plan.stream && this.#isSame(one.group, plan.group))) continue;
      this.#standing.delete(key);
      user.close();
    }
    this.sweep();
  }

  /** Starts what should be sent and is not yet: a stream may have had no picture, a group no network. */
  sweep(): void {
    for (const plan of this.#plans) {
      const from = interfaceFor(plan.group.address, undefined, this.#served);
      const key = keyOf(plan.group, from);
      if (!this.#standing.has(key)) this.#open(key, plan, from);
    }
  }

  close(): void {
    this.setStanding([]);
  }

  #open(key: string, plan: StandingMulticast, from: string): void {
    try {
      const user = this.join({ ...plan, from, keys: undefined, isChosen: false });
      const standing: Standing = { plan, user };
      this.#standing.set(key, standing);
      void this.#start(key, standing);
    } catch (error) {
      this.#warn(key, error);
    }
  }

  async #start(key: string, standing: Standing): Promise<void> {
    try {
      await standing.user.play();
      standing.user.start();
      this.#failed.delete(key);
    } catch (error) {
      standing.user.close();
      if (this.#standing.get(key) !== standing) return;
      this.#standing.delete(key);
      this.#warn(key, error);
    }
  }

  #warn(key: string, error: unknown): void {
    if (!this.#failed.has(key)) this.#log.warn({ err: error, group: key }, 'a multicast stream cannot be sent yet');
    this.#failed.add(key);
  }

  #isSame(one: MulticastPlan, other: MulticastPlan): boolean {
    return one.address === other.address && one.port === other.port && one.ttl === other.ttl;
  }
}
