import type { CameraControls, CameraFacts, CameraLevel, CameraSettings } from '../ports/camera.ts';
import { HalError } from '../ports/hal-error.ts';
import { checkSettings, levelsOf } from './check-settings.ts';
import { isFree, isSwitched, type Levels, planSettings } from './governed-levels.ts';

/** Access to a device: reads and writes values without checks. Every method throws HalError. */
export interface CameraDriver {
  /** Name in messages. */
  readonly name: string;
  readonly facts: CameraFacts;
  read(): CameraSettings;
  /** Writes checked values in the device's steps, modes before levels, all or none. */
  write(settings: CameraSettings): void;
  onChange(listener: () => void): void;
  close(): void;
}

/** Controls of any camera: checks settings, keeps levels that an automatic mode governs, and sets the differences. */
export class GovernedControls implements CameraControls {
  readonly #driver: CameraDriver;
  #kept: Levels = {};
  #closed = false;

  constructor(driver: CameraDriver) {
    this.#driver = driver;
  }

  get facts(): CameraFacts {
    return this.#driver.facts;
  }

  values(): CameraSettings {
    this.#checkOpen();
    const read = this.#driver.read();
    const switchedOff = (Object.keys(this.facts.levels) as CameraLevel[]).filter(
      (level) => isSwitched(level) && !isFree(level, read.modes),
    );
    const remembered = switchedOff.map((level) => [level, this.#kept[level] ?? this.facts.levels[level]?.initial]);
    return { ...read, levels: { ...read.levels, ...Object.fromEntries(remembered) } };
  }

  set(settings: CameraSettings): void {
    this.#checkOpen();
    checkSettings(this.#driver.name, this.facts, settings);
    const { facts } = this;
    const plan = planSettings({ facts, wanted: settings, inForce: this.#driver.read(), kept: this.#kept });
    const { modes = {}, exposureWindow } = plan.now;
    if (levelsOf(plan.now).length > 0 || Object.keys(modes).length > 0 || exposureWindow !== undefined)
      this.#driver.write(plan.now);
    this.#kept = plan.kept;
  }

  onChange(listener: () => void): void {
    this.#checkOpen();
    this.#driver.onChange(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#driver.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new HalError('gone', `the controls of ${this.#driver.name} are closed`);
  }
}
