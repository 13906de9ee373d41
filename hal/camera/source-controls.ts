import type { Logger } from 'pino';
import type { CameraFact } from '../boards/facts/camera.ts';
import type { CameraFacts, CameraSettings } from '../ports/camera.ts';
import type { Clock } from '../ports/clock.ts';
import type { VideoSourceState } from '../ports/media-engine.ts';
import { systemClock } from '../system/clock.ts';
import { levelsOf, modesOf } from './check-settings.ts';
import { type OpenControls, openCameraControls } from './controls.ts';
import type { CameraElement } from './element.ts';

/** Shortest time (ms) between two reports of a camera. */
const reportInterval = 200;

interface SourceControlsOptions {
  readonly id: string;
  readonly element: CameraElement;
  readonly log: Logger;
  /** Clock of the machine when absent. */
  readonly clock?: Clock;
  /** Called when the camera appears and when a value changes, every 200 ms at most. */
  readonly report: (facts: CameraFacts, values: CameraSettings) => void;
}

type Desired = Pick<VideoSourceState, 'settings' | 'light' | 'view'>;

/** Single settings, modes before the levels they free. */
function parts(settings: CameraSettings): readonly CameraSettings[] {
  const { exposureWindow } = settings;
  return [
    ...modesOf(settings).map(([mode, value]) => ({ modes: { [mode]: value } })),
    ...levelsOf(settings).map(([level, value]) => ({ levels: { [level]: value } })),
    ...(exposureWindow === undefined ? [] : [{ exposureWindow }]),
  ];
}

/** Properties of the drawn scene that are not controls of a camera: light and view. */
function surroundings({ light, view }: Desired): Readonly<Record<string, string>> {
  const lit = light === undefined ? {} : { light: light.visible, infrared: light.infrared };
  const seen = view === undefined ? {} : { pan: view.pan, tilt: view.tilt, 'field-of-view': view.fieldOfView };
  return Object.fromEntries(Object.entries({ ...lit, ...seen }).map(([name, value]) => [name, String(value)]));
}

/** Applies the desired settings to a camera whenever it is present, and reports the values in force. */
export class SourceControls {
  readonly #options: SourceControlsOptions;
  #desired: Desired = {};
  #controls: OpenControls | undefined;
  #reported = '';
  #lastReport = Number.NEGATIVE_INFINITY;
  readonly #clock: Clock;
  #cancelReport: (() => void) | undefined;

  constructor(options: SourceControlsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Opens the controls of a camera that appeared, V4L2 by the path of its node. Failures are only logged. @param frameRate of the source */
  appeared(camera: CameraFact, frameRate?: number): void {
    this.#close();
    try {
      this.#controls = openCameraControls(camera, this.#options.element, this.#clock, frameRate);
      this.#controls?.onChange(() => this.#scheduleReport());
    } catch (error) {
      this.#options.log.warn({ source: this.#options.id, err: error }, 'controls of the camera failed to open');
      return;
    }
    this.#reported = '';
    this.#set();
    this.#scheduleReport();
  }

  /** Applies the settings to a pipeline that has started. */
  started(): void {
    this.#attempt(() => this.#controls?.started());
    this.#setSurroundings();
    this.#scheduleReport();
  }

  vanished(): void {
    this.#close();
  }

  /** Sets the desired state, which is kept while the camera is absent. */
  apply({ settings, light, view }: Desired): void {
    this.#desired = { ...(settings && { settings }), ...(light && { light }), ...(view && { view }) };
    this.#set();
    this.#setSurroundings();
    this.#scheduleReport();
  }

  #set(): void {
    const { settings } = this.#desired;
    const controls = this.#controls;
    if (settings === undefined || controls === undefined) return;
    try {
      controls.set(settings);
    } catch {
      // A refused value must not prevent the others.
      for (const part of parts(settings)) this.#attempt(() => controls.set(part));
      this.#reported = '';
    }
  }

  /** Sets light and view, which only the virtual scene has. */
  #setSurroundings(): void {
    const properties = surroundings(this.#desired);
    if (Object.keys(properties).length > 0) this.#attempt(() => this.#options.element.set(properties));
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.log.warn({ source: this.#options.id, err: error }, 'camera refused a setting');
    }
  }

  #scheduleReport(): void {
    if (this.#controls === undefined || this.#cancelReport !== undefined) return;
    const wait = Math.max(0, this.#lastReport + reportInterval - this.#clock.now());
    this.#cancelReport = this.#clock.after(wait, () => {
      this.#cancelReport = undefined;
      this.#report();
    });
  }

  #report(): void {
    this.#attempt(() => {
      const controls = this.#controls;
      if (controls === undefined) return;
      const { facts } = controls;
      const values = controls.values();
      const text = JSON.stringify([facts, values]);
      if (text === this.#reported) return;
      this.#reported = text;
      this.#lastReport = this.#clock.now();
      this.#options.report(facts, values);
    });
  }

  #close(): void {
    this.#cancelReport?.();
    this.#cancelReport = undefined;
    this.#controls?.close();
    this.#controls = undefined;
  }
}
