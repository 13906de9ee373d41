import type { Logger } from 'pino';
import { type DayNightParts, initialDayNightSettings, startDayNight } from '../../hal/day-night/day-night.ts';
import type { DayNightControl, DayNightMode, DayNightSettings, DayNightStatus } from '../../hal/ports/day-night.ts';
import { HalError } from '../../hal/ports/hal-error.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { PendingChange } from '../../services/settings/pending-change.ts';
import type { Setting, Settings } from '../../services/settings/setting.ts';
import { dayNightSetting } from './day-night-settings.ts';

type DayNightHardware = Pick<Hardware, 'irCutFilters' | 'illuminators' | 'lightSensors'>;

const noParts: DayNightParts = { illuminators: [] };

/** Parts that day and night works on: the first filter, the first sensor and all illuminators. */
function partsOf({ irCutFilters, illuminators, lightSensors }: DayNightHardware): DayNightParts {
  const [filter] = irCutFilters.values();
  const [sensor] = lightSensors.values();
  return { ...(filter && { filter }), ...(sensor && { sensor }), illuminators: [...illuminators.values()] };
}

function list({ filter, sensor, illuminators }: DayNightParts): readonly unknown[] {
  return [filter, sensor, ...illuminators];
}

function same(one: DayNightParts, other: DayNightParts): boolean {
  const [before, after] = [list(one), list(other)];
  return before.length === after.length && before.every((part, index) => part === after[index]);
}

/** Settings limited to the parts that are present; AUTO needs a sensor, else ON. */
function fitting({ mode, adjustments, levels }: DayNightSettings, parts: DayNightParts): DayNightSettings {
  const there = (id: string): boolean => parts.illuminators.some((one) => one.id === id);
  return {
    mode: mode === 'AUTO' && parts.sensor === undefined ? 'ON' : mode,
    adjustments,
    levels: Object.fromEntries(Object.entries(levels).filter(([id]) => there(id))),
  };
}

/** Day and night on the parts that work, by the stored settings. */
export class BoardDayNight {
  readonly #log: Logger;
  readonly #section: Setting<DayNightSettings | undefined>;
  #wanted: DayNightParts = noParts;
  #parts: DayNightParts = noParts;
  #control: DayNightControl | undefined;
  #work: Promise<void> | undefined;
  /** Members that end with the program. */
  #temporary: Partial<DayNightSettings> = {};
  readonly #listeners = new Set<() => void>();
  readonly #movers = new Set<() => void>();
  #closed = false;
  #phase: DayNightStatus['phase'];
  #faults: ReadonlyMap<string, string> = new Map();

  constructor(settings: Settings, log: Logger) {
    this.#section = settings.open(dayNightSetting);
    this.#section.onChange(() => this.#follow());
    this.#log = log;
  }

  /** Modes that can be set now; empty while no part works. */
  get modes(): readonly DayNightMode[] {
    return this.#control?.modes ?? [];
  }

  /** Settings as they were set, also for parts that are missing. */
  get settings(): DayNightSettings {
    return { ...(this.#section.get() ?? initialDayNightSettings(this.#parts)), ...this.#temporary };
  }

  get phase(): DayNightStatus['phase'] {
    return this.#control?.status.phase;
  }

  /** undefined while no part works. */
  get status(): DayNightStatus | undefined {
    return this.#control?.status;
  }

  /** Continues with the parts of now; starts anew when they differ from those before. */
  update(hardware: DayNightHardware): void {
    this.#wanted = partsOf(hardware);
    this.#work ??= this.#converge();
  }

  /** The listener is called when the control starts anew, and after each change of the phase. Returns how to end it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The listener is called before a filter or lamp is switched, and once it was. */
  onMove(listener: () => void): void {
    this.#movers.add(listener);
  }

  /**
   * Applies the members of `change` at once; resolves when they are stored. Without `keep` nothing is stored, and they end with the
   * program. Rejects as `DayNightControl.set` throws, with HalError 'unsupported' while no part works, and with StorageError; the
   * settings are then those of before.
   */
  async set(change: Partial<DayNightSettings>, keep = true): Promise<void> {
    if (!keep) {
      this.#apply(change);
      this.#temporary = { ...this.#temporary, ...change };
      return;
    }
    const { next, end } = this.begin(change);
    try {
      await this.#section.change((present) => next(present));
    } catch (error) {
      end(false);
      throw error;
    }
    end(true);
  }

  /** Applies the members of `change` at once; the caller stores them, with other sections. Throws as `set` rejects. */
  begin(change: Partial<DayNightSettings>): PendingChange<DayNightSettings | undefined> {
    this.#apply(change);
    return {
      section: dayNightSetting.name,
      next: (present) => ({ ...(present ?? initialDayNightSettings(this.#parts)), ...change }),
      end: (stored) => {
        const left = Object.entries(this.#temporary).filter(([name]) => !stored || !(name in change));
        this.#temporary = Object.fromEntries(left);
        this.#follow();
      },
    };
  }

  #apply(change: Partial<DayNightSettings>): void {
    const control = this.#control;
    if (control === undefined) {
      const none = 'no IR cut filter, illuminator or light sensor of this camera works';
      throw new HalError('unsupported', `${none}: does the board name one, and is it connected?`);
    }
    control.set({ ...control.settings, ...change });
  }

  /** Closes the control; the parts stay as they are. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    await this.#control?.close();
    this.#control = undefined;
  }

  #follow(): void {
    this.#control?.set(fitting(this.settings, this.#parts));
  }

  async #converge(): Promise<void> {
    // Yields first, so that `#work` is assigned before the loop runs.
    await undefined;
    while (!this.#closed && !same(this.#wanted, this.#parts)) {
      try {
        await this.#control?.close();
        if (!this.#closed) this.#start(this.#wanted);
      } catch (error) {
        this.#log.error({ err: error }, 'day and night do not start');
        this.#parts = this.#wanted;
      }
    }
    this.#work = undefined;
  }

  #start(parts: DayNightParts): void {
    this.#parts = parts;
    this.#control = undefined;
    // Faults of parts that are gone are reported by the hardware.
    this.#faults = new Map();
    if (same(parts, noParts)) return;
    const control = startDayNight(parts, fitting(this.settings, parts));
    this.#control = control;
    control.onChange((status) => this.#note(status));
    control.onMove(() => {
      for (const listener of this.#movers) listener();
    });
    this.#note(control.status);
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #note({ phase, ambient, faults }: DayNightStatus): void {
    if (phase !== undefined && phase !== this.#phase) {
      this.#phase = phase;
      this.#log.info({ phase, ambient }, `it is ${phase}`);
      this.#tell();
    }
    for (const [id, message] of faults) if (this.#faults.get(id) !== message) this.#log.warn({ id }, message);
    for (const id of this.#faults.keys()) if (!faults.has(id)) this.#log.info({ id }, 'works again');
    this.#faults = new Map(faults);
  }
}
