import type { Board } from '../../hal/boards/board.ts';
import { cameraPose } from '../../hal/head/camera-pose.ts';
import { cropWindow } from '../../hal/head/crop-window.ts';
import { sceneView } from '../../hal/head/scene-view.ts';
import type { IrCutFilter } from '../../hal/ports/day-night.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { MediaState, VideoSourceState } from '../../hal/ports/media-engine.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import { type VirtualLight, virtualLight } from '../../hal/virtual/light.ts';

type Live = Pick<VideoSourceState, 'settings' | 'light' | 'view' | 'crop' | 'pose'>;

/** Whether masks stay with directions: they need to know where the camera looks. */
function hasDirections({ masks }: VideoSourceState): boolean {
  return masks.includes("', true, ");
}

/** Milliseconds between two reports of a change: 25 a second. */
const shortestPause = 40;
/** Milliseconds until the positions of a head that moves are read again. */
const look = 20;

/** Part of the sources' state that changes many times a second: windows of digital heads, and what virtual cameras see around them. */
export class LiveSources {
  readonly #virtual: ReadonlySet<string>;
  readonly #heads: readonly PtzHead[];
  readonly #light: VirtualLight;
  #filter: IrCutFilter | undefined;
  #ends: readonly (() => void)[] = [];
  #listener: () => void = () => undefined;
  #planned: readonly VideoSourceState[] = [];
  #told = '';
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(board: Board, heads: readonly PtzHead[], light: VirtualLight = virtualLight) {
    this.#virtual = new Set(board.sources.filter(({ camera }) => camera.driver === 'virtual').map(({ id }) => id));
    this.#heads = heads;
    this.#light = light;
    this.#listen();
  }

  /** Takes the filter of the board that is open now. */
  update({ irCutFilters }: Pick<Hardware, 'irCutFilters'>): void {
    [this.#filter] = irCutFilters.values();
    this.#listen();
    this.#soon();
  }

  /** The state with its sources as they are now. */
  enliven(state: MediaState): MediaState {
    this.#planned = state.sources.filter((source) => this.#lives(source));
    if (this.#planned.length === 0) return state;
    const live = new Map(this.sources().map((source) => [source.id, source]));
    return { ...state, sources: state.sources.map((source) => live.get(source.id) ?? source) };
  }

  /** The changing sources of the state that `enliven` was given last, as they are now. */
  sources(): readonly VideoSourceState[] {
    this.#told = this.#text();
    return this.#planned.map((source) => {
      const { settings, ...live } = this.#live(source);
      return { ...source, ...live, ...merged(source.settings, settings) };
    });
  }

  /** Called when the sources differ from those of the last `enliven` or `sources`, at most 25 times a second. One listener. */
  onChange(listener: () => void): void {
    this.#listener = listener;
    this.#soon();
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
    clearTimeout(this.#timer);
  }

  #lives(source: VideoSourceState): boolean {
    const { id } = source;
    return this.#virtual.has(id) || this.#headOf(id, true) !== undefined || hasDirections(source);
  }

  #headOf(source: string, digital: boolean): PtzHead | undefined {
    return this.#heads.find(({ facts }) => facts.digital === digital && facts.sources.includes(source));
  }

  #listen(): void {
    for (const end of this.#ends) end();
    if (this.#closed) return;
    const changed = (): void => this.#soon();
    const heads = this.#heads.map((head) => head.onStatus(changed));
    const surroundings =
      this.#virtual.size === 0 ? [] : [this.#light.onChange(changed), this.#filter?.onChange(changed)];
    this.#ends = [...heads, ...surroundings].filter((end) => end !== undefined);
  }

  /** Looks for a change as soon as the pause after the last report is over. @param wait shortest time until then, ms */
  #soon(wait = 0): void {
    if (this.#closed || this.#timer !== undefined) return;
    const pause = Math.max(wait, this.#toldAt + shortestPause - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#text() !== this.#told) {
        this.#toldAt = performance.now();
        this.#listener();
      }
      // A head reports only some of the positions on its way.
      if (this.#moving()) this.#soon(look);
    }, pause);
    this.#timer.unref();
  }

  #moving(): boolean {
    return this.#heads.some(({ status: { moving } }) => moving.panTilt || moving.zoom);
  }

  #text(): string {
    return JSON.stringify(this.#planned.map((source) => this.#live(source)));
  }

  #live(source: VideoSourceState): Live {
    const { id } = source;
    return {
      ...this.#window(id),
      ...(this.#virtual.has(id) && this.#surroundings(id)),
      ...(hasDirections(source) && this.#pose(id)),
    };
  }

  /** Absent where no head tells directions: the masks cover the whole picture then. */
  #pose(source: string): Live {
    const head = this.#headOf(source, false);
    const pose = head && cameraPose(head.facts, head.status, performance.now());
    return pose === undefined ? {} : { pose };
  }

  #window(source: string): Live {
    const { facts, status } = this.#headOf(source, true) ?? {};
    return facts?.optics === undefined || status === undefined
      ? {}
      : { crop: cropWindow(facts.optics, status.position) };
  }

  #surroundings(source: string): Live {
    const head = this.#headOf(source, false);
    const state = this.#filter?.state;
    return {
      // While the filter moves, the camera sees what it saw before.
      ...(state && { settings: { modes: { irCutFilter: state === 'in' ? 'ON' : 'OFF' } } }),
      light: this.#light.shining(),
      ...(head && { view: sceneView(head.facts, head.status.position) }),
    };
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
