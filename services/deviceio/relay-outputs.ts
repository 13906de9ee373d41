import type { RelayFact } from '../../hal/boards/facts/io.ts';
import { HalError } from '../../hal/ports/hal-error.ts';
import type { Relay, RelaySettings } from '../../hal/ports/relay.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import { Fault } from '../faults/fault.ts';
import { hardwareFault } from '../faults/hardware-fault.ts';
import type * as tt from '../generated/tt.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { delayRange, relaySetting } from './relay-setting.ts';

const topic = 'tns1:Device/Trigger/Relay';

const topics: readonly TopicDeclaration[] = [
  {
    topic,
    property: true,
    source: { RelayToken: 'tt:ReferenceToken' },
    data: { LogicalState: 'tt:RelayLogicalState' },
  },
];

type OpenRelays = ReadonlyMap<string, Relay>;

function same(one: RelaySettings, other: RelaySettings): boolean {
  return one.mode === other.mode && one.delay === other.delay && one.idleState === other.idleState;
}

/** Relay outputs of the board, one object behind the device and the DeviceIO service (ONVIF DeviceIo 5.6). */
export class RelayOutputs {
  readonly #facts: readonly RelayFact[];
  readonly #section: Setting<Readonly<Record<string, RelaySettings>>>;
  readonly #events: EventSink;
  /** Relays that work, each with the end of its subscription. */
  readonly #open = new Map<string, { readonly relay: Relay; readonly end: () => void }>();
  readonly #told = new Map<string, boolean>();

  constructor(facts: readonly RelayFact[], settings: Settings, events: EventSink) {
    this.#facts = facts;
    this.#section = settings.open(relaySetting);
    this.#events = events;
    if (facts.length > 0) events.declare(topics);
  }

  get count(): number {
    return this.#facts.length;
  }

  /** Facts with the stored settings as initial ones: a relay opens in its own idle state, not in that of the board. */
  get facts(): readonly RelayFact[] {
    return this.#facts.map((fact) => ({ ...fact, initial: this.#settings(fact) }));
  }

  get tokens(): readonly string[] {
    return this.#facts.map(({ id }) => id);
  }

  list(): readonly tt.RelayOutput[] {
    return this.#facts.map((fact) => ({ token: fact.id, Properties: toWire(this.#settings(fact)) }));
  }

  /** Takes the relays that work now: they get their stored settings, and subscribers their state. */
  update(relays: OpenRelays): void {
    for (const [id, { relay, end }] of this.#open) {
      if (relays.get(id) === relay) continue;
      end();
      this.#open.delete(id);
      if (this.#told.get(id) === true) this.#publish(id, false);
    }
    for (const fact of this.#facts) {
      const relay = relays.get(fact.id);
      if (relay === undefined || this.#open.has(fact.id)) continue;
      this.#restore(fact, relay);
      this.#open.set(fact.id, { relay, end: relay.onChange((active) => this.#publish(fact.id, active)) });
      this.#publish(fact.id, relay.active);
    }
  }

  /**
   * Applies and stores the settings of a relay. A Bistable relay ignores the delay and keeps its own.
   * Faults: RelayToken, ModeError, Action while the relay does not work.
   */
  async configure(token: string, wanted: tt.RelayOutputSettings): Promise<void> {
    const fact = this.#fact(token);
    await this.#section
      .change((present) => {
        const before = present[token] ?? fact.initial;
        const next = fromWire(wanted, before);
        this.#drive(token, (relay) => relay.configure(next));
        return same(before, next) ? present : { ...present, [token]: next };
      })
      .catch((error: unknown) => {
        const relay = this.#open.get(token)?.relay;
        if (relay !== undefined) this.#restore(fact, relay);
        throw error;
      });
  }

  /** Switches a relay. Faults: RelayToken, Action while the relay does not work. */
  setState(token: string, state: tt.RelayLogicalState): void {
    this.#fact(token);
    this.#drive(token, (relay) => relay.setActive(state === 'active'));
  }

  /** Gives a relay its stored settings. A line that fails now tells so at the next command. */
  #restore(fact: RelayFact, relay: Relay): void {
    const stored = this.#settings(fact);
    if (same(relay.settings, stored)) return;
    try {
      relay.configure(stored);
    } catch (error) {
      if (!(error instanceof HalError)) throw error;
    }
  }

  #drive(token: string, action: (relay: Relay) => void): void {
    const relay = this.#open.get(token)?.relay;
    if (relay === undefined) throw new Fault('Action', `Action Failed: the relay ${token} does not work; see the log`);
    try {
      action(relay);
    } catch (error) {
      throw hardwareFault(error, { 'out-of-range': 'ModeError', unsupported: 'ModeError' });
    }
  }

  #fact(token: string): RelayFact {
    const fact = this.#facts.find(({ id }) => id === token);
    if (fact === undefined) throw new Fault('RelayToken', `Relay token unknown: ${token.slice(0, 64)}`);
    return fact;
  }

  #settings({ id, initial }: RelayFact): RelaySettings {
    return this.#section.get()[id] ?? initial;
  }

  #publish(id: string, active: boolean): void {
    const before = this.#told.get(id);
    if (before === active) return;
    this.#told.set(id, active);
    const data = { LogicalState: active ? 'active' : 'inactive' };
    const operation = before === undefined ? 'Initialized' : 'Changed';
    this.#events.publish({ topic, source: { RelayToken: id }, data, operation });
  }
}

function toWire({ mode, delay, idleState }: RelaySettings): tt.RelayOutputSettings {
  return { Mode: mode, DelayTime: `PT${delay / 1000}S`, IdleState: idleState };
}

function fromWire({ Mode, DelayTime, IdleState }: tt.RelayOutputSettings, before: RelaySettings): RelaySettings {
  const asked = milliseconds(DelayTime);
  const valid = asked >= delayRange.min && asked <= delayRange.max;
  if (Mode === 'Monostable' && !valid) {
    const [from, to] = [delayRange.min / 1000, delayRange.max / 1000];
    throw new Fault('ModeError', `Monostable delay ${DelayTime} is not in PT${from}S to PT${to}S`);
  }
  return { mode: Mode, delay: valid ? asked : before.delay, idleState: IdleState };
}
