import type { Logger } from 'pino';
import type { CameraFact } from '../boards/facts/camera.ts';
import type { CameraFacts, CameraSettings } from '../ports/camera.ts';
import type { Clock } from '../ports/clock.ts';
import type { VideoSourceState } from '../ports/media-engine.ts';
import { systemClock } from '../system/clock.ts';
import { levelsOf, modesOf } from './check-settings.ts';
import { type OpenControls, openCameraControls } from './controls.ts';
import type { CameraElement } from './element.ts';

/** Milliseconds between two reports of one camera. */
const reportInterval = 200;

interface SourceControlsOptions {
  readonly id: string;
  readonly element: CameraElement;
  readonly log: Logger;
  /** Clock of the machine when absent. */
  readonly clock?: Clock;
  /** Told when the camera appears and when a value changes, at most every 200 ms. */
  readonly report: (facts: CameraFacts, values: CameraSettings) => void;
}

type Wish = Pick<VideoSourceState, 'settings' | 'light' | 'view'>;

/** Each part of a wish by itself, modes before the levels they free. */
function parts(settings: CameraSettings): readonly CameraSettings[] {
  const { exposureWindow } = settings;
  return [
    ...modesOf(settings).map(([mode, value]) => ({ modes: { [mode]: value } })),
    ...levelsOf(settings).map(([level, value]) => ({ levels: { [level]: value } })),
    ...(exposureWindow === undefined ? [] : [{ exposureWindow }]),
  ];
}

/** Properties of the drawn scene that are no control of a camera: what shines on it, and where the camera looks. */
function surroundings({ light, view }: Wish): Readonly<Record<string, string>> {
  const lit = light === undefined ? [] : [['light', light.visible] as const, ['infrared', light.infrared] as const];
  return Object.fromEntries([...lit, ...Object.entries(view ?? {})].map(([name, value]) => [name, String(value)]));
}

/** Keeps one camera set as the desired state wants it, whenever it is there, and reports what is in force. */
export class SourceControls {
  readonly #options: SourceControlsOptions;
  #wish: Wish = {};
  #controls: OpenControls | undefined;
  #told = '';
  #lastReport = Number.NEGATIVE_INFINITY;
  readonly #clock: Clock;
  #cancelReport: (() => void) | undefined;

  constructor(options: SourceControlsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** The camera is there: for V4L2 at the path of its node. A camera without controls, or that refuses, is only logged. */
  appeared(camera: CameraFact): void {
    this.#close();
    try {
      this.#controls = openCameraControls(camera, this.#options.element, this.#clock);
      this.#controls?.onChange(() => this.#soon());
    } catch (error) {
      this.#options.log.warn({ source: this.#options.id, err: error }, 'the camera cannot be controlled');
      return;
    }
    this.#told = '';
    this.#set();
    this.#soon();
  }

  /** Its pipeline began to play. */
  started(): void {
    this.#attempt(() => this.#controls?.started());
    this.#surround();
    this.#soon();
  }

  vanished(): void {
    this.#close();
  }

  /** The wish of now on; it is kept for a camera that is not there. */
  apply({ settings, light, view }: Wish): void {
    this.#wish = { ...(settings && { settings }), ...(light && { light }), ...(view && { view }) };
    this.#set();
    this.#surround();
    this.#soon();
  }

  #set(): void {
    const { settings } = this.#wish;
    const controls = this.#controls;
    if (settings === undefined || controls === undefined) return;
    try {
      controls.set(settings);
    } catch {
      // One refused value must not keep the others away.
      for (const part of parts(settings)) this.#attempt(() => controls.set(part));
      this.#told = '';
    }
  }

  /** Only the virtual scene has a sun of its own, and turns round its camera. */
  #surround(): void {
    const properties = surroundings(this.#wish);
    if (Object.keys(properties).length > 0) this.#attempt(() => this.#options.element.set(properties));
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.log.warn({ source: this.#options.id, err: error }, 'the camera refuses a setting');
    }
  }

  #soon(): void {
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
      if (text === this.#told) return;
      this.#told = text;
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
