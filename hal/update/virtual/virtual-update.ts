import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type OnProgress, type Update, UpdateError } from '../../ports/update.ts';
import { type BundleRules, receiveBundle } from '../receive-bundle.ts';
import { confirmed, emptied, firstSlots, otherSlot, start, type VirtualSlots, written } from './virtual-slots.ts';

/** Storage of the record of the slots. */
interface SlotRecord {
  read(): VirtualSlots | undefined;
  write(slots: VirtualSlots): Promise<void>;
}

interface VirtualUpdateOptions {
  /** Folder of the slots' contents. */
  readonly folder: string;
  readonly record: SlotRecord;
  /** Rules for bundles; `version` is that of the program that runs. */
  readonly rules: BundleRules;
}

/** Seconds in which a virtual board starts again. */
const downTime = 10;

/**
 * Updates of a board without hardware: bundles are verified and written like those of a real one, and slots are recorded, entered,
 * confirmed and left like them. The program that runs stays the same; the version that is told is that of the slot.
 */
export class VirtualUpdate implements Update {
  readonly backEnd = 'virtual';
  readonly downTime: number = downTime;
  readonly restartsItself = false;
  readonly #options: VirtualUpdateOptions;
  #slots: VirtualSlots;
  #isBusy = false;

  private constructor(options: VirtualUpdateOptions, slots: VirtualSlots) {
    this.#options = options;
    this.#slots = slots;
  }

  /** The device has started: enters or leaves a slot on trial. */
  static async open(options: VirtualUpdateOptions): Promise<VirtualUpdate> {
    const before = options.record.read() ?? firstSlots(options.rules.version);
    const update = new VirtualUpdate(options, start(before));
    if (update.#slots !== before) await options.record.write(update.#slots);
    return update;
  }

  get version(): string {
    return this.#slots.slots[this.#slots.running]?.version ?? this.#options.rules.version;
  }

  get limit(): number {
    return this.#options.rules.slot;
  }

  get onTrial(): boolean {
    return this.#slots.running !== this.#slots.committed;
  }

  async install(bundle: Readable, onProgress: OnProgress): Promise<string> {
    if (this.#isBusy) throw new UpdateError('busy', 'another update is being written');
    if (this.onTrial)
      throw new UpdateError('busy', 'the running version is on trial: its only way back is the other slot');
    this.#isBusy = true;
    try {
      const { folder, rules } = this.#options;
      await this.#keep(emptied(this.#slots));
      const path = join(folder, `slot-${otherSlot(this.#slots).toLowerCase()}`);
      const { version } = await receiveBundle(bundle, path, { ...rules, version: this.version }, 'payload', onProgress);
      await this.#keep(written(this.#slots, version));
      return version;
    } finally {
      this.#isBusy = false;
    }
  }

  async confirm(): Promise<void> {
    if (this.onTrial) await this.#keep(confirmed(this.#slots));
  }

  async #keep(slots: VirtualSlots): Promise<void> {
    try {
      await this.#options.record.write(slots);
    } catch (error) {
      throw new UpdateError('io', 'the record of the slots cannot be written', { cause: error });
    }
    this.#slots = slots;
  }
}
