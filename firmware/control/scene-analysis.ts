import type { Board } from '../../hal/boards/board.ts';
import { pictureSize } from '../../hal/gstreamer/capture/picture-geometry.ts';
import { analysisGrid } from '../../hal/native/analysis-grid.ts';
import { readMotionRecord } from '../../hal/native/motion-record.ts';
import type { MediaState, VideoSourceState } from '../../hal/ports/media-engine.ts';
import type { AnalysisState } from '../../hal/ports/scene-analyser.ts';
import {
  type AnalysisGrid,
  type AnalysisSettings,
  initialAnalysisSettings,
  type MotionRecord,
  type PictureRectangle,
  type SceneAnalyser,
} from '../../hal/ports/scene-analyser.ts';

type Listener = Parameters<SceneAnalyser['watch']>[1];

/** Analysis on boards that do not say: its cost is well below that of an encoder there. */
const usual = { wide: 320, rate: 10 } as const;
const mostIgnored = 32;
const mostHold = 600_000;

interface SceneAnalysisOptions {
  readonly board: Pick<Board, 'sources' | 'analysis'>;
  /** Sources of the desired state, with their geometry. */
  readonly sources: () => readonly VideoSourceState[];
  /** Tells the media process to hold. */
  readonly hold: (source: string, milliseconds: number) => void;
}

function isWithin({ left, top, right, bottom }: PictureRectangle): boolean {
  return [left, 1 - right, right - left, top, 1 - bottom, bottom - top].every((distance) => distance >= 0);
}

function check({ sensitivity, rate, ignored }: AnalysisSettings): void {
  if (!(sensitivity >= 0 && sensitivity <= 100)) throw new RangeError(`sensitivity ${sensitivity} is not in 0..100`);
  if (rate !== undefined && !(rate >= 0.1 && rate <= 240)) throw new RangeError(`rate ${rate} is not in 0.1..240`);
  if (ignored.length > mostIgnored || !ignored.every(isWithin))
    throw new RangeError(`ignored parts: at most ${mostIgnored} within the picture`);
}

/** Motion analysis as the control process sees it: the media process analyses the sources that are watched here. */
export class SceneAnalysis implements SceneAnalyser {
  readonly #options: SceneAnalysisOptions;
  readonly #settings = new Map<string, AnalysisSettings>();
  readonly #watchers = new Map<string, Set<Listener>>();
  readonly #changed = new Set<() => void>();
  /** Sources whose watchers know that no pictures come, or have not got a record yet. */
  readonly #silent = new Set<string>();

  constructor(options: SceneAnalysisOptions) {
    this.#options = options;
  }

  grid(source: string): AnalysisGrid | undefined {
    const state = this.#options.sources().find(({ id }) => id === source);
    return state === undefined ? undefined : analysisGrid(pictureSize(state), this.#facts.wide);
  }

  watch(source: string, listener: Listener): () => void {
    const watchers = this.#watchers.get(source) ?? new Set();
    const entry: Listener = (found) => listener(found);
    watchers.add(entry);
    if (watchers.size === 1) {
      this.#watchers.set(source, watchers);
      this.#silent.add(source);
      this.#tell();
    }
    return () => {
      if (!watchers.delete(entry) || watchers.size > 0) return;
      this.#watchers.delete(source);
      this.#tell();
    };
  }

  set(source: string, settings: AnalysisSettings): void {
    check(settings);
    this.#settings.set(source, settings);
    if (this.#watchers.has(source)) this.#tell();
  }

  hold(source: string, milliseconds: number): void {
    if (!this.#watchers.has(source) || !(milliseconds > 0)) return;
    this.#options.hold(source, Math.min(milliseconds, mostHold));
  }

  /** The state with the analysis of the sources that are watched. */
  adjust(state: MediaState): MediaState {
    const sources = state.sources.map((source) =>
      this.#watchers.has(source.id) ? { ...source, analysis: this.#stateOf(source.id) } : source,
    );
    return { ...state, sources };
  }

  /** The listener is called when another source is analysed, or with other settings. */
  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  /** Takes what the media process found: the loss of the signal comes before the record. A record that cannot be read is dropped. */
  take(source: string, lost: boolean, bytes: Uint8Array | undefined): void {
    if (lost) this.#lose(source);
    const record = bytes === undefined ? undefined : decoded(bytes);
    if (record === undefined) return;
    this.#silent.delete(source);
    this.#give(source, record);
  }

  /** The media process has ended: no source has pictures until the next one tells records. */
  ended(): void {
    for (const source of this.#watchers.keys()) this.#lose(source);
  }

  get #facts(): Pick<AnalysisState, 'wide' | 'rate'> {
    return this.#options.board.analysis ?? usual;
  }

  #stateOf(source: string): AnalysisState {
    const { sensitivity, rate, ignored } = this.#settings.get(source) ?? initialAnalysisSettings;
    const { wide, rate: most } = this.#facts;
    return { wide, rate: Math.min(rate ?? most, most), sensitivity, ignored };
  }

  #lose(source: string): void {
    if (this.#silent.has(source)) return;
    this.#silent.add(source);
    this.#give(source, 'lost');
  }

  #give(source: string, found: MotionRecord | 'lost'): void {
    for (const listener of [...(this.#watchers.get(source) ?? [])]) listener(found);
  }

  #tell(): void {
    for (const listener of this.#changed) listener();
  }
}

function decoded(bytes: Uint8Array): MotionRecord | undefined {
  try {
    return readMotionRecord(bytes);
  } catch {
    return undefined;
  }
}
