import type { Board } from '../../hal/boards/board.ts';
import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import type { Clock } from '../../hal/ports/clock.ts';
import type { MediaState } from '../../hal/ports/media-engine.ts';
import type { PendingChange } from '../settings/pending-change.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { cameraSettings } from './camera-settings.ts';
import type { DayNightAccess, KnownCamera } from './imaging-options.ts';
import { imagingSetting, nothingStored, type SourceImaging, type StoredImaging } from './imaging-setting.ts';
import { type ImagingValues, inBoth, isEmpty, noValues, overlaid, without } from './values.ts';

interface ImagingOptions {
  readonly board: Pick<Board, 'sources' | 'irCutFilters' | 'illuminators' | 'lightSensors'>;
  readonly settings: Settings;
  readonly cameras: { onChange(listener: (source: string, camera: KnownCamera) => void): () => void };
  readonly dayNight: DayNightAccess;
  readonly clock: Clock;
}

/** Change of the values of a source, found from those in force. */
type ValuesChange = (present: ImagingValues) => ImagingValues;

/** Finishes what will be stored for a source, given what was stored before. */
type SourceChange = (before: SourceImaging, after: SourceImaging) => SourceImaging;

/** Stored sources with one of them changed; the same object when nothing differs, so that nothing is written. */
function withSource(
  all: StoredImaging,
  source: string,
  next: (present: SourceImaging) => SourceImaging,
): StoredImaging {
  const present = all[source] ?? nothingStored;
  const after = next(present);
  return JSON.stringify(after) === JSON.stringify(present) ? all : { ...all, [source]: after };
}

/** Controls of a source without a camera yet. */
export const noFacts: CameraFacts = { levels: {}, modes: {}, initialModes: {}, exposureWindow: false };

/** Milliseconds after the start in which a client waits for the first report of a camera. */
const firstReport = 5000;

/** Imaging settings of all video sources: what is stored, what is temporary, and what the cameras get of it. */
export class Imaging {
  readonly #options: ImagingOptions;
  readonly #stored: Setting<StoredImaging>;
  readonly #cameras = new Map<string, KnownCamera>();
  /** Values that end with this life of the program, by source. */
  readonly #temporary = new Map<string, ImagingValues>();
  /** Members that had a value in this life, by source: without one they return to the camera's initial value. */
  readonly #touched = new Map<string, ImagingValues>();
  readonly #listeners = new Set<() => void>();
  readonly #arrivals = new Set<() => void>();
  readonly #startedAt: number;
  #told = '';

  constructor(options: ImagingOptions) {
    const { settings, cameras, dayNight, clock } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#stored = settings.open(imagingSetting);
    this.#stored.onChange(() => this.#tell());
    dayNight.onChange(() => this.#arrived());
    cameras.onChange((source, camera) => {
      this.#cameras.set(source, camera);
      this.#arrived();
    });
  }

  /** Last report about a camera, which outlives the camera's unplugging; undefined when it never appeared. */
  camera(source: string): KnownCamera | undefined {
    return this.#cameras.get(source);
  }

  /** Resolves with the report about a camera; in the first seconds of the program it waits for it, and for day and night. */
  async cameraSoon(source: string): Promise<KnownCamera | undefined> {
    const { clock, dayNight } = this.#options;
    const left = this.#startedAt + firstReport - clock.now();
    const isThere = (): boolean =>
      this.#cameras.has(source) && (!this.movesFilterOf(source) || dayNight.modes.length > 0);
    if (isThere() || left <= 0) return this.camera(source);
    const done = new AbortController();
    const arrived = (): void => {
      if (isThere()) done.abort();
    };
    this.#arrivals.add(arrived);
    await clock.wait(left, done.signal);
    this.#arrivals.delete(arrived);
    return this.camera(source);
  }

  /** Whether day and night moves a filter before this source: it works on the first one. */
  movesFilterOf(source: string): boolean {
    const { sources, irCutFilters = [], illuminators = [], lightSensors = [] } = this.#options.board;
    return sources[0]?.id === source && irCutFilters.length + illuminators.length + lightSensors.length > 0;
  }

  stored(source: string): SourceImaging {
    return this.#stored.get()[source] ?? nothingStored;
  }

  /** Values in force that somebody set. */
  values(source: string): ImagingValues {
    return overlaid(this.#lasting(this.stored(source)), this.#temporary.get(source));
  }

  /**
   * Changes values: `next` gets those in force and returns those to set, or throws. A value that has another one by night than by
   * day changes for the present phase. Rejects with StorageError; then nothing has changed.
   */
  async change(source: string, next: ValuesChange, keep: boolean, beside?: SourceChange): Promise<void> {
    if (!keep) {
      this.#temporary.set(source, overlaid(this.#temporary.get(source) ?? noValues, next(this.values(source))));
      this.#tell();
      return;
    }
    const pending = this.begin(source, next, beside);
    await this.#stored.change((all) => pending.next(all));
    pending.end(true);
  }

  /** Change of values that the caller stores, with other sections; `next` and `beside` as in `change`. */
  begin(source: string, next: ValuesChange, beside: SourceChange = (_, after) => after): PendingChange<StoredImaging> {
    let sent = noValues;
    return {
      section: imagingSetting.name,
      next: (all) =>
        withSource(all, source, (present) => {
          sent = next(overlaid(this.#lasting(present), this.#temporary.get(source)));
          return beside(present, this.#placed(present, sent));
        }),
      end: (stored) => {
        if (stored) this.#temporary.set(source, without(this.#temporary.get(source) ?? noValues, sent));
        this.#tell();
      },
    };
  }

  /** Replaces what is stored for a source, and ends what is temporary there. Rejects with StorageError. */
  async replace(source: string, next: (present: SourceImaging) => SourceImaging): Promise<void> {
    await this.#store(source, next);
    this.#temporary.delete(source);
    this.#tell();
  }

  /** Values that hold by day or by night only; undefined removes them. Rejects with StorageError. */
  async setProfile(source: string, phase: 'day' | 'night', values: ImagingValues | undefined): Promise<void> {
    await this.#store(source, ({ [phase]: _before, ...present }) =>
      values === undefined || isEmpty(values) ? present : { ...present, [phase]: values },
    );
  }

  /** The state with the settings of its cameras. */
  adjust(state: MediaState): MediaState {
    const sources = state.sources.map((source) => {
      const settings = this.#settingsOf(source.id);
      return settings === undefined ? source : { ...source, settings };
    });
    this.#told = JSON.stringify(this.#all());
    return { ...state, sources };
  }

  /** Called when the settings differ from those of the last `adjust`; many times a second while a focus moves. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #lasting(present: SourceImaging): ImagingValues {
    const { phase } = this.#options.dayNight;
    return phase === undefined ? present.values : overlaid(present.values, present[phase]);
  }

  /** Stored settings with the values in the profile of the phase, where it has them, else for always. */
  #placed(present: SourceImaging, values: ImagingValues): SourceImaging {
    const { phase } = this.#options.dayNight;
    const profile = phase === undefined ? undefined : present[phase];
    if (phase === undefined || profile === undefined) return { ...present, values: overlaid(present.values, values) };
    return {
      ...present,
      values: overlaid(present.values, without(values, profile)),
      [phase]: overlaid(profile, inBoth(values, profile)),
    };
  }

  async #store(source: string, next: (present: SourceImaging) => SourceImaging): Promise<void> {
    await this.#stored.change((all) => withSource(all, source, next));
  }

  #settingsOf(source: string): CameraSettings | undefined {
    const camera = this.#cameras.get(source);
    if (camera === undefined) return undefined;
    const values = this.values(source);
    // A picture that was grey gets its colours back.
    const greyed = this.#isGrey(source) ? { levels: { colorSaturation: 0 }, modes: {} } : noValues;
    const touched = overlaid(overlaid(this.#touched.get(source) ?? noValues, values), greyed);
    this.#touched.set(source, touched);
    const driver = this.#options.board.sources.find(({ id }) => id === source)?.camera.driver;
    return cameraSettings(camera.facts, values, {
      touched,
      // A V4L2 device keeps what was set in an earlier life of this program, or by another one.
      remembers: driver === 'v4l2',
      filterIsMoved: this.movesFilterOf(source),
      grey: this.#isGrey(source),
    });
  }

  /** Whether the filter is out for the night; a saturation that is set for the night says otherwise. */
  #isGrey(source: string): boolean {
    const { board, dayNight } = this.#options;
    const hasFilter = board.irCutFilters !== undefined && board.irCutFilters.length > 0;
    const ownSaturation = this.stored(source).night?.levels.colorSaturation;
    return hasFilter && this.movesFilterOf(source) && dayNight.phase === 'night' && ownSaturation === undefined;
  }

  #arrived(): void {
    for (const arrived of this.#arrivals) arrived();
    this.#tell();
  }

  #all(): readonly unknown[] {
    return this.#options.board.sources.map(({ id }) => this.#settingsOf(id) ?? null);
  }

  #tell(): void {
    if (JSON.stringify(this.#all()) === this.#told) return;
    for (const listener of this.#listeners) listener();
  }
}
