import type { Board } from '../../hal/boards/board.ts';
import type { AxisFact } from '../../hal/boards/facts/motion.ts';
import type { IrCutFilter } from '../../hal/ports/day-night.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { MediaState, SceneView, VideoSourceState } from '../../hal/ports/media-engine.ts';
import { type VirtualLight, virtualLight } from '../../hal/virtual/light.ts';

type SceneHardware = Pick<Hardware, 'axes' | 'irCutFilters'>;
type Surroundings = Pick<VideoSourceState, 'settings' | 'light' | 'view'>;

/** Milliseconds between two reports of a change: 25 a second. */
const shortestPause = 40;

/** Range of each axis in the drawn scene, and the value for a board without that axis. */
const ranges = {
  pan: { from: -1, to: 1, rest: 0 },
  tilt: { from: -1, to: 1, rest: 0 },
  zoom: { from: 1, to: 8, rest: 1 },
} as const;

/** Surroundings of virtual cameras: light, direction of the motors, state of the IR cut filter. */
export class VirtualScene {
  readonly #cameras: ReadonlySet<string>;
  readonly #axes: readonly AxisFact[];
  readonly #light: VirtualLight;
  #hardware: SceneHardware = { axes: new Map(), irCutFilters: new Map() };
  #filter: IrCutFilter | undefined;
  #ends: readonly (() => void)[] = [];
  #listener: () => void = () => undefined;
  #planned: readonly VideoSourceState[] = [];
  #told = '';
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(board: Board, light: VirtualLight = virtualLight) {
    this.#cameras = new Set(board.sources.filter(({ camera }) => camera.driver === 'virtual').map(({ id }) => id));
    this.#axes = board.axes?.filter(({ drive }) => drive.kind === 'virtual') ?? [];
    this.#light = light;
    this.#listen();
  }

  /** Takes the parts of the board that are open now. */
  update(hardware: SceneHardware): void {
    this.#hardware = hardware;
    [this.#filter] = hardware.irCutFilters.values();
    this.#listen();
    this.#soon();
  }

  /** The state with its virtual cameras in these surroundings. */
  surround(state: MediaState): MediaState {
    if (this.#cameras.size === 0) return state;
    this.#planned = state.sources.filter(({ id }) => this.#cameras.has(id));
    const seen = new Map(this.sources().map((source) => [source.id, source]));
    return { ...state, sources: state.sources.map((source) => seen.get(source.id) ?? source) };
  }

  /** The virtual cameras of the state that `surround` was given last, in the surroundings of now. */
  sources(): readonly VideoSourceState[] {
    const { settings, ...seen } = this.#surroundings();
    this.#told = JSON.stringify({ settings, ...seen });
    return this.#planned.map((source) => ({ ...source, ...seen, ...merged(source.settings, settings) }));
  }

  /** Called when the surroundings differ from those of the last `surround` or `sources`, at most 25 times a second. One listener. */
  onChange(listener: () => void): void {
    this.#listener = listener;
    this.#soon();
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
    clearTimeout(this.#timer);
  }

  #listen(): void {
    for (const end of this.#ends) end();
    if (this.#closed || this.#cameras.size === 0) return;
    const changed = (): void => this.#soon();
    const axes = this.#axes.map(({ id }) => this.#hardware.axes.get(id)?.onStatus(changed));
    const ends = [this.#light.onChange(changed), this.#filter?.onChange(changed), ...axes];
    this.#ends = ends.filter((end) => end !== undefined);
  }

  #soon(): void {
    if (this.#closed || this.#cameras.size === 0 || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#toldAt + shortestPause - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (JSON.stringify(this.#surroundings()) === this.#told) return;
      this.#toldAt = performance.now();
      this.#listener();
    }, wait);
    this.#timer.unref();
  }

  #surroundings(): Surroundings {
    const state = this.#filter?.state;
    const view = this.#view();
    return {
      // While the filter moves, the camera sees what it saw before.
      ...(state && { settings: { modes: { irCutFilter: state === 'in' ? 'ON' : 'OFF' } } }),
      light: this.#light.shining(),
      ...(view && { view }),
    };
  }

  #view(): SceneView | undefined {
    const [pan, tilt, zoom] = [this.#along('pan'), this.#along('tilt'), this.#along('zoom')];
    if (pan === undefined && tilt === undefined && zoom === undefined) return undefined;
    return { pan: pan ?? ranges.pan.rest, tilt: tilt ?? ranges.tilt.rest, zoom: zoom ?? ranges.zoom.rest };
  }

  /** undefined without such an axis. */
  #along(kind: keyof typeof ranges): number | undefined {
    // An axis whose facts contradict each other does not move at all.
    const fact = this.#axes.find(({ axis, min, max }) => axis === kind && min < max);
    if (fact === undefined) return undefined;
    const { min, max, id } = fact;
    // A virtual axis that is not open yet will begin there.
    const position = this.#hardware.axes.get(id)?.status.position ?? Math.min(max, Math.max(min, 0));
    const { from, to } = ranges[kind];
    return Math.min(to, Math.max(from, from + ((position - min) / (max - min)) * (to - from)));
  }
}

/** The settings of a camera, with what the surroundings want on top. */
function merged(
  own: VideoSourceState['settings'],
  wanted: VideoSourceState['settings'],
): Pick<VideoSourceState, 'settings'> {
  if (wanted === undefined) return {};
  return { settings: { ...own, modes: { ...own?.modes, ...wanted.modes } } };
}
