import type { CameraFacts, CameraLevel, CameraSettings, PictureArea } from '../ports/camera.ts';
import type { Clock } from '../ports/clock.ts';
import { levelsOf, modesOf, toStep } from './check-settings.ts';
import type { CameraElement } from './element.ts';
import type { CameraDriver } from './governed-controls.ts';
import { virtualFacts, virtualLevels, virtualModes, virtualSwitches } from './virtual-table.ts';

/**
 * Times (ms) between two reads of the levels that automatic functions change: while they change, and when they have not for a
 * while. Fewer wake-ups are current saved.
 */
const reads = { often: 200, seldom: 1000, calm: 3000 } as const;

const wholePicture: PictureArea = { left: 0, top: 0, right: 1, bottom: 1 };

interface State {
  readonly levels: Readonly<Partial<Record<CameraLevel, number>>>;
  readonly modes: Readonly<Record<string, string>>;
  readonly exposureWindow: PictureArea;
}

const initial: State = {
  levels: Object.fromEntries(virtualLevels.map(({ level, range }) => [level, range.initial])),
  modes: {
    ...Object.fromEntries(virtualModes.map((row) => [row.mode, row.initial])),
    ...Object.fromEntries(virtualSwitches.map((mode) => [mode, 'OFF'])),
  },
  exposureWindow: wholePicture,
};

/** Levels that an automatic mode changes in the scene, by the mode. */
const regulated: readonly (readonly [mode: string, levels: readonly CameraLevel[]])[] = [
  ['exposure', ['exposureTime', 'exposureGain', 'iris']],
  ['focus', ['focus']],
];

/** Levels of functions that are OFF; they are written as 0. */
function switchedOff({ modes }: State): ReadonlySet<string> {
  return new Set(virtualSwitches.filter((mode) => modes[mode] === 'OFF'));
}

function automaticLevels({ modes }: State): ReadonlySet<string> {
  return new Set(regulated.flatMap(([mode, levels]) => (modes[mode] === 'AUTO' ? levels : [])));
}

/** Properties of the scene for a state, modes before levels, without levels that the scene regulates. */
function sceneProperties(state: State): Readonly<Record<string, string>> {
  const off = switchedOff(state);
  const automatic = automaticLevels(state);
  const modes = virtualModes.map(({ mode, property, values }) => [
    property,
    (values as Readonly<Record<string, number>>)[state.modes[mode] ?? ''] ?? 0,
  ]);
  const levels = virtualLevels
    .filter(({ level }) => !automatic.has(level))
    .map(({ level, property }) => [property, off.has(level) ? 0 : (state.levels[level] ?? 0)]);
  const window = Object.entries(state.exposureWindow).map(([side, value]) => [`window-${side}`, value]);
  return Object.fromEntries([...modes, ...levels, ...window].map(([name, value]) => [String(name), String(value)]));
}

/** Driver of the drawn scene, whose picture shows the settings. Values outlive the pipeline. */
export class VirtualDriver implements CameraDriver {
  readonly name = 'the virtual camera';
  readonly facts: CameraFacts = virtualFacts;
  readonly #element: CameraElement;
  #state: State = initial;
  readonly #clock: Clock;
  #endPolls: () => void = () => undefined;
  #listener: (() => void) | undefined;
  /** Levels as they were read last. */
  #seen = '';

  constructor(element: CameraElement, clock: Clock) {
    this.#clock = clock;
    this.#element = element;
    this.started();
  }

  read(): CameraSettings {
    this.#state = { ...this.#state, levels: { ...this.#state.levels, ...this.#regulatedLevels() } };
    const off = switchedOff(this.#state);
    const { levels, modes, exposureWindow } = this.#state;
    return {
      levels: Object.fromEntries(Object.entries(levels).filter(([level]) => !off.has(level))),
      modes,
      exposureWindow,
    };
  }

  write(settings: CameraSettings): void {
    this.read();
    this.#state = {
      levels: { ...this.#state.levels, ...Object.fromEntries(levelsOf(settings)) },
      modes: { ...this.#state.modes, ...Object.fromEntries(modesOf(settings)) },
      exposureWindow: settings.exposureWindow ?? this.#state.exposureWindow,
    };
    this.started();
  }

  /** Applies the values to a new pipeline. */
  started(): void {
    this.#element.set(sceneProperties(this.#state));
    this.#readEvery(reads.often);
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
    this.#seen = JSON.stringify(this.#regulatedLevels());
    this.#readEvery(reads.often);
  }

  close(): void {
    this.#endPolls();
  }

  /** Reads levels for the listener; after `calm` without a change seldom, until the next change, start or setting. */
  #readEvery(interval: number): void {
    this.#endPolls();
    const listener = this.#listener;
    if (listener === undefined) return;
    let quiet = 0;
    this.#endPolls = this.#clock.every(interval, () => {
      const now = JSON.stringify(this.#regulatedLevels());
      const changed = now !== this.#seen;
      quiet = changed ? 0 : quiet + interval;
      this.#seen = now;
      if (changed) listener();
      if (changed && interval === reads.seldom) this.#readEvery(reads.often);
      else if (quiet === reads.calm && interval === reads.often) this.#readEvery(reads.seldom);
    });
  }

  #regulatedLevels(): CameraSettings['levels'] {
    const automatic = automaticLevels(this.#state);
    const rows = virtualLevels.filter(({ level }) => automatic.has(level));
    return Object.fromEntries(
      rows.flatMap(({ level, property, range }) => {
        const text = this.#element.get(property);
        return text === undefined ? [] : [[level, toStep(Number(text), range)]];
      }),
    );
  }
}
