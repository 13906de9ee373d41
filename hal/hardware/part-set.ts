import type { Logger } from 'pino';
import { HalError, type HalErrorKind, reasonOf } from '../ports/hal-error.ts';
import type { HardwareFault } from '../ports/hardware.ts';

/** Time (ms) until a missing part is opened again. */
const retryMilliseconds = 10_000;
/** Time (ms) a part may take to open before the start continues without it. */
const openMilliseconds = 5000;
/** Time (ms) a part may take to close. */
const closeMilliseconds = 2000;
/** Kinds of errors that may pass with time; the others are mistakes in the facts of the board. */
const passing: readonly HalErrorKind[] = ['gone', 'busy', 'io'];

/** Kind of hardware: opens parts from facts and closes them. */
export interface Kind<Fact, Part, Tools> {
  /** Name of the kind in errors: `relay`. */
  readonly what: string;
  readonly open: (fact: Fact, tools: Tools) => Promise<Part>;
  readonly close: (part: Part) => void | Promise<void>;
  /** Calls the listener when the part is lost. */
  readonly onLost?: (part: Part, listener: (reason: string) => void) => void;
}

export interface PartSetOptions<Tools> {
  readonly tools: Tools;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  readonly onChange: () => void;
  readonly retry?: number;
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** All parts of one kind: working parts, faults of the others, and the retries to open these. */
export class PartSet<Fact extends { readonly id: string }, Part, Tools> {
  readonly #kind: Kind<Fact, Part, Tools>;
  readonly #options: PartSetOptions<Tools>;
  readonly #parts = new Map<string, Part>();
  readonly #faults = new Map<string, HardwareFault>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(kind: Kind<Fact, Part, Tools>, options: PartSetOptions<Tools>) {
    this.#kind = kind;
    this.#options = options;
  }

  get parts(): ReadonlyMap<string, Part> {
    return this.#parts;
  }

  get faults(): readonly HardwareFault[] {
    return [...this.#faults.values()];
  }

  /** Opens all parts in parallel; never rejects, and resolves after 5 s even if a part hangs. */
  async open(facts: readonly Fact[] = []): Promise<void> {
    await Promise.all(facts.map((fact) => this.#open(fact)));
  }

  /** Closes all parts; a part that hangs is abandoned after 2 s. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    const parts = [...this.#parts.values()];
    this.#parts.clear();
    await Promise.all(parts.map((part) => this.#closePart(part)));
  }

  async #closePart(part: Part): Promise<void> {
    const closing = (async () => this.#kind.close(part))();
    await Promise.race([closing, after(closeMilliseconds)]).catch((error: unknown) => {
      this.#options.log.warn({ error: String(error) }, `${this.#kind.what} failed to close`);
    });
  }

  async #open(fact: Fact): Promise<void> {
    let done = false;
    const opening = this.#kind.open(fact, this.#options.tools).then(
      (part) => this.#adopt(fact, part),
      (error: unknown) => this.#refuse(fact, error),
    );
    const ended = opening.finally(() => {
      done = true;
    });
    await Promise.race([ended, after(openMilliseconds)]);
    if (!done) this.#note(fact, `${this.#kind.what} ${fact.id}: not opened within ${openMilliseconds} ms`);
  }

  async #adopt(fact: Fact, part: Part): Promise<void> {
    if (this.#closed) return this.#closePart(part);
    this.#parts.set(fact.id, part);
    if (this.#faults.delete(fact.id)) this.#options.log.info({ id: fact.id }, `${this.#kind.what} works again`);
    this.#kind.onLost?.(part, (reason) => this.#lose(fact, part, reason));
    this.#options.onChange();
  }

  #refuse(fact: Fact, error: unknown): void {
    this.#note(fact, reasonOf(error));
    if (!(error instanceof HalError) || passing.includes(error.kind)) this.#retry(fact);
  }

  #lose(fact: Fact, part: Part, reason: string): void {
    if (this.#parts.get(fact.id) !== part) return;
    this.#parts.delete(fact.id);
    this.#note(fact, reason);
    this.#options.onChange();
    this.#closePart(part).then(
      () => this.#retry(fact),
      () => undefined,
    );
  }

  /** Records a fault; logs each reason once. */
  #note(fact: Fact, message: string): void {
    const { what } = this.#kind;
    if (this.#faults.get(fact.id)?.message !== message) this.#options.log.warn({ id: fact.id }, message);
    this.#faults.set(fact.id, { id: fact.id, what, message });
  }

  #retry(fact: Fact): void {
    if (this.#closed) return;
    const again = (): void => {
      this.#open(fact).catch(() => undefined);
    };
    this.#timers.set(fact.id, setTimeout(again, this.#options.retry ?? retryMilliseconds).unref());
  }
}
