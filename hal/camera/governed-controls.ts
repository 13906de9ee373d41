import type { CameraControls, CameraFacts, CameraLevel, CameraSettings } from '../ports/camera.ts';
import { HalError } from '../ports/hal-error.ts';
import { checkSettings, levelsOf } from './check-settings.ts';
import { isFree, isSwitched, type Levels, planSettings } from './governed-levels.ts';

/** A way to the device: it writes and reads what it is told and decides nothing. Every method throws HalError. */
export interface CameraDriver {
  /** For messages. */
  readonly name: string;
  readonly facts: CameraFacts;
  read(): CameraSettings;
  /** Checked, in the device's steps, only what differs and counts; modes go before levels; all or nothing. */
  write(settings: CameraSettings): void;
  onChange(listener: () => void): void;
  close(): void;
}

/** The controls of any camera: checks wishes, keeps levels that an automatic mode governs, sets what differs. */
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
    this.#mustBeOpen();
    const read = this.#driver.read();
    const switchedOff = (Object.keys(this.facts.levels) as CameraLevel[]).filter(
      (level) => isSwitched(level) && !isFree(level, read.modes),
    );
    const remembered = switchedOff.map((level) => [level, this.#kept[level] ?? this.facts.levels[level]?.initial]);
    return { ...read, levels: { ...read.levels, ...Object.fromEntries(remembered) } };
  }

  set(settings: CameraSettings): void {
    this.#mustBeOpen();
    checkSettings(this.#driver.name, this.facts, settings);
    const { facts } = this;
    const plan = planSettings({ facts, wanted: settings, inForce: this.#driver.read(), kept: this.#kept });
    const { modes = {}, exposureWindow } = plan.now;
    if (levelsOf(plan.now).length > 0 || Object.keys(modes).length > 0 || exposureWindow !== undefined)
      this.#driver.write(plan.now);
    this.#kept = plan.kept;
  }

  onChange(listener: () => void): void {
    this.#mustBeOpen();
    this.#driver.onChange(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#driver.close();
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new HalError('gone', `the controls of ${this.#driver.name} are closed`);
  }
}
