import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import { type Keystore, newId, withObjects } from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';
import { curves, keyPairTexts } from './key-material.ts';

const generate = promisify(generateKeyPair);
const topic = 'tns1:Advancedsecurity/Keystore/KeyStatus';

const topics: readonly TopicDeclaration[] = [
  {
    topic,
    property: false,
    source: { KeyID: 'tas:KeyID' },
    data: { OldStatus: 'tas:KeyStatus', NewStatus: 'tas:KeyStatus' },
  },
];

/** Kind of key to be generated. */
type KeyKind =
  | { readonly algorithm: 'RSA'; readonly length: number }
  | { readonly algorithm: 'ECC'; readonly curve: string };

/** A key that is not in the keystore yet, or whose generation failed. */
interface PendingKey {
  readonly status: 'generating' | 'corrupt';
  readonly alias?: string;
}

interface KeyGenerationOptions {
  readonly keystore: Keystore;
  readonly events: EventSink;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Called with the error of a generation that failed. */
  readonly onFailure: (error: unknown) => void;
}

/** Seconds that a first key of each kind takes on a small board. */
const firstEstimate = (kind: KeyKind): number => (kind.algorithm === 'ECC' ? 1 : kind.length / 512);

function make(kind: KeyKind): Promise<{ readonly privateKey: KeyObject }> {
  return kind.algorithm === 'RSA'
    ? generate('rsa', { modulusLength: kind.length })
    : generate('ec', { namedCurve: curves[kind.curve] ?? kind.curve });
}

/**
 * Generation of keys in the thread pool of Node.js, one at a time, so that storage and streams go on. A restart forgets keys that
 * are not complete.
 */
export class KeyGeneration {
  readonly #options: KeyGenerationOptions;
  readonly #pending = new Map<string, PendingKey>();
  /** Mean seconds of the keys generated so far, by kind. */
  readonly #means = new Map<string, { readonly mean: number; readonly count: number }>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: KeyGenerationOptions) {
    this.#options = options;
    options.events.declare(topics);
    options.keystore.pendingKeys = () => this.#pending.size;
  }

  /** Keys that are being generated or failed, with their status. */
  get pending(): ReadonlyMap<string, PendingKey> {
    return this.#pending;
  }

  /** Begins with a key; returns its id and the estimated seconds. Faults: MaximumNumberOfKeysReached. */
  begin(kind: KeyKind, stored: { readonly alias?: string }): { readonly id: string; readonly seconds: number } {
    const { keystore } = this.#options;
    if (keystore.content.keys.length + this.#pending.size >= limits.keys) throw new Fault('MaximumNumberOfKeysReached');
    const id = newId('keys');
    const before = [...this.#pending.values()].filter(({ status }) => status === 'generating').length;
    this.#pending.set(id, { status: 'generating', ...stored });
    this.#tell(id, undefined, 'generating');
    this.#work = this.#work.then(() => this.#generate(id, kind));
    return { id, seconds: Math.ceil(this.#estimate(kind) * (before + 1)) };
  }

  /** Forgets a key that is being generated or failed; false where there is none. */
  abort(id: string): boolean {
    return this.#pending.delete(id);
  }

  /** Resolves when no key is being generated. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #generate(id: string, kind: KeyKind): Promise<void> {
    if (!this.#pending.has(id)) return;
    const { now, onFailure } = this.#options;
    const began = now();
    try {
      const { privateKey } = await make(kind);
      this.#measured(kind, (now() - began) / 1000);
      const isStored = await this.#store(id, privateKey);
      if (isStored) this.#tell(id, 'generating', 'ok');
    } catch (error) {
      onFailure(error);
      const pending = this.#pending.get(id);
      if (pending === undefined) return;
      this.#pending.set(id, { ...pending, status: 'corrupt' });
      this.#tell(id, 'generating', 'corrupt');
    }
  }

  /** False for a key that was deleted meanwhile. */
  async #store(id: string, privateKey: KeyObject): Promise<boolean> {
    const isStored = await this.#options.keystore.change((content) => {
      const pending = this.#pending.get(id);
      if (pending === undefined) return { content, result: false };
      const { status: _, ...stored } = pending;
      const key = { id, ...stored, ...keyPairTexts(privateKey), external: false };
      return { content: withObjects(content, 'keys', [key]), result: true };
    });
    this.#pending.delete(id);
    return isStored;
  }

  #estimate(kind: KeyKind): number {
    return this.#means.get(JSON.stringify(kind))?.mean ?? firstEstimate(kind);
  }

  #measured(kind: KeyKind, seconds: number): void {
    const name = JSON.stringify(kind);
    const { mean, count } = this.#means.get(name) ?? { mean: 0, count: 0 };
    this.#means.set(name, { mean: (mean * count + seconds) / (count + 1), count: count + 1 });
  }

  #tell(id: string, OldStatus: tas.KeyStatus | undefined, NewStatus: tas.KeyStatus): void {
    const data = { ...(OldStatus !== undefined && { OldStatus }), NewStatus };
    this.#options.events.publish({ topic, source: { KeyID: id }, data });
  }
}
