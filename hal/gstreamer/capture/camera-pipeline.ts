import type { Logger } from 'pino';
import { addon } from '../../native/addon.ts';
import { HalError, reasonOf } from '../../ports/hal-error.ts';
import type { VideoSourceState } from '../../ports/media-engine.ts';
import { Pipeline, type PipelinePlan, type PropertyValue } from '../pipeline/pipeline.ts';
import type { CameraDriver } from './camera-driver.ts';
import { withGeometry } from './picture-geometry.ts';

interface CameraPipelineOptions {
  readonly driver: CameraDriver;
  readonly log: Logger;
  /** Called when the pipeline failed; `another` is true while a way to start is untried. */
  readonly onFailed: (reason: string, another: boolean) => void;
}

/** Pipeline of a camera: a failed start is followed by another way to start. */
export class CameraPipeline {
  readonly #options: CameraPipelineOptions;
  #pipeline: Pipeline | undefined;
  #found = '';
  #id = '';
  #attempt = 0;
  #tried = 0;
  #candidates = 1;
  #note = '';
  #explain: PipelinePlan['explain'];
  #progress = 0;
  #delivered = false;

  constructor(options: CameraPipelineOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#pipeline !== undefined;
  }

  /** Whether this start delivered a picture. */
  get delivered(): boolean {
    return this.#delivered;
  }

  start(found: string, state: VideoSourceState): void {
    const { driver, log } = this.#options;
    this.#found = found;
    this.#id = state.id;
    this.#delivered = false;
    this.#progress = addon.progress(state.id);
    try {
      const { plan, candidates, note } = driver.start(found, state, this.#attempt);
      if (note !== this.#note) log.info({ camera: state.id }, note);
      this.#note = note;
      this.#candidates = candidates;
      this.#explain = plan.explain;
      const shown = driver.output === 'raw' ? withGeometry(plan, state) : plan;
      this.#pipeline = new Pipeline(shown, state.id, (kind, text) =>
        this.#broke(kind === 'eos' ? 'the stream ended' : text),
      );
      this.#pipeline.set('sink', { measure: true });
      this.#pipeline.play();
    } catch (error) {
      this.stop();
      const another = error instanceof HalError ? false : this.#nextCandidate();
      this.#options.onFailed(reasonOf(error), another);
    }
  }

  stop(): void {
    const pipeline = this.#pipeline;
    this.#pipeline = undefined;
    pipeline?.release();
  }

  /** Whether a new picture came since the last call. */
  moved(): boolean {
    const now = addon.progress(this.#id);
    const moved = now !== this.#progress && now !== 0;
    this.#progress = now;
    if (moved) this.#tried = 0;
    this.#delivered ||= moved;
    return moved;
  }

  /** Newest measure of the pictures, as text; undefined before the first. */
  picture(): string | undefined {
    return addon.elementProperty(this.#id, 'sink', 'picture');
  }

  /** Fails a running pipeline that delivers nothing. */
  fail(reason: string): void {
    if (this.running) this.#broke(reason);
  }

  set(properties: Readonly<Record<string, PropertyValue>>): void {
    this.#pipeline?.set('camera', properties);
  }

  #broke(reason: string): void {
    this.moved();
    this.stop();
    const another = this.#delivered ? false : this.#nextCandidate();
    this.#options.onFailed(`${this.#found}: ${this.#explain?.(reason) ?? reason} (${this.#note})`, another);
  }

  #nextCandidate(): boolean {
    this.#attempt += 1;
    this.#tried += 1;
    return this.#tried < this.#candidates;
  }
}
