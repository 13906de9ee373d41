import type { RelayFact } from '../boards/facts/io.ts';
import type { Clock } from '../ports/clock.ts';
import type { DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import type { Relay, RelaySettings } from '../ports/relay.ts';
import { systemClock } from '../system/clock.ts';
import { moveVirtualContact } from '../virtual/contacts.ts';

/** Longest delay of a timer, ms: about 24 days. */
const longestDelay = 2 ** 31 - 1;
/** Time (ms) until a contact that failed to open at the end of its delay is tried again. */
const retryMilliseconds = 1000;

/** Contact of a relay. */
interface Contact {
  /** Throws HalError 'io', 'gone'. */
  set(closed: boolean): void;
  /** Changes the state that the contact has after `close` and after the end of the process. */
  setIdle(closed: boolean): void;
  close(): void;
}

/** Whether the contact is closed while the relay is idle. */
function idleClosed(settings: RelaySettings): boolean {
  return settings.idleState === 'closed';
}

async function openContact(fact: RelayFact, lines: DigitalLines): Promise<Contact> {
  const safe = idleClosed(fact.initial);
  if (fact.driver === 'line') {
    const output = await lines.openOutput({ line: fact.line, safe, purpose: `relay ${fact.id}` });
    return {
      set: (closed) => output.set(closed),
      setIdle: (closed) => output.setSafe(closed),
      close: () => output.close(),
    };
  }
  let idle = safe;
  moveVirtualContact(fact.id, idle);
  return {
    set: (closed) => moveVirtualContact(fact.id, closed),
    setIdle: (closed) => {
      idle = closed;
    },
    close: () => moveVirtualContact(fact.id, idle),
  };
}

function check(id: string, { mode, delay, idleState }: RelaySettings): void {
  if (mode !== 'Bistable' && mode !== 'Monostable') throw new HalError('unsupported', `relay ${id}: mode ${mode}`);
  if (idleState !== 'open' && idleState !== 'closed') {
    throw new HalError('unsupported', `relay ${id}: idle state ${idleState}`);
  }
  if (mode === 'Bistable' || (delay >= 1 && delay <= longestDelay)) return;
  throw new HalError('out-of-range', `relay ${id}: a delay of ${delay} ms; the range is 1 to ${longestDelay}`);
}

class ContactRelay implements Relay {
  readonly id: string;
  readonly #contact: Contact;
  readonly #listeners = new Set<(active: boolean) => void>();
  #settings: RelaySettings;
  #active = false;
  #activated = 0;
  readonly #clock: Clock;
  #cancelTimer: () => void = () => undefined;
  #closed = false;

  constructor(id: string, settings: RelaySettings, contact: Contact, clock: Clock) {
    this.id = id;
    this.#clock = clock;
    this.#settings = settings;
    this.#contact = contact;
  }

  get settings(): RelaySettings {
    return this.#settings;
  }

  get active(): boolean {
    return this.#active;
  }

  configure(settings: RelaySettings): void {
    check(this.id, settings);
    const active = settings.mode === this.#settings.mode && this.#active;
    this.#move(active, settings);
    this.#contact.setIdle(idleClosed(settings));
    this.#settings = settings;
    this.#change(active);
    this.#schedule();
  }

  setActive(active: boolean): void {
    this.#move(active, this.#settings);
    this.#activated = this.#clock.now();
    this.#change(active);
    this.#schedule();
  }

  onChange(listener: (active: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTimer();
    this.#contact.close();
    this.#change(false);
  }

  #move(active: boolean, settings: RelaySettings): void {
    if (this.#closed) throw new HalError('gone', `relay ${this.id}: closed`);
    this.#contact.set(active !== idleClosed(settings));
  }

  #change(active: boolean): void {
    if (active === this.#active) return;
    this.#active = active;
    for (const listener of [...this.#listeners]) listener(active);
  }

  /** Schedules the end of the delay, which counts from the last activation. */
  #schedule(): void {
    this.#cancelTimer();
    if (!this.#active || this.#settings.mode === 'Bistable') return;
    const left = this.#activated + this.#settings.delay - this.#clock.now();
    this.#cancelTimer = this.#clock.after(Math.max(0, Math.ceil(left)), () => this.#expire());
  }

  #expire(): void {
    try {
      this.setActive(false);
    } catch {
      this.#cancelTimer = this.#clock.after(retryMilliseconds, () => this.#expire());
    }
  }
}

/**
 * Opens a relay, inactive. The contact of an active relay is in the state opposite to the idle state; at `close` and at the end of the
 * process it is in the idle state. Rejects as the lines do, and with HalError 'out-of-range', 'unsupported' for the
 * settings of the facts.
 */
export async function openRelay(fact: RelayFact, lines: DigitalLines, clock: Clock = systemClock): Promise<Relay> {
  check(fact.id, fact.initial);
  return new ContactRelay(fact.id, fact.initial, await openContact(fact, lines), clock);
}
