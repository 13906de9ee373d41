import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { addon } from '../../native/addon.ts';
import type { MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import type { AnalysisState } from '../../ports/scene-analyser.ts';
import type { VideoCapture } from '../capture/capture.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import { motionPlan, motionSettings } from './motion-plan.ts';

/** Time in which a camera that returned may change its whole picture. */
const returnMilliseconds = 2000;

type Take = (lost: boolean, record: Buffer | undefined) => void;

const running = new Map<string, Take>();
addon.watchMotion((source, lost, record) => running.get(source)?.(lost, record));

interface MotionAnalysisOptions {
  readonly capture: VideoCapture;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** What a pipeline is made of; another one is needed when it changes. */
function frameOf(
  { wide, rate }: AnalysisState,
  { width, height, frameRate, geometry }: VideoSourceState,
): readonly unknown[] {
  return [wide, rate, width, height, frameRate, geometry];
}

/** Motion analysis of a camera's pictures: it uses the camera while the state of its source wants it. */
export class MotionAnalysis {
  readonly #options: MotionAnalysisOptions;
  readonly #runner: PipelineRunner;
  #source: VideoSourceState;
  #frame: readonly unknown[] = [];
  #endUse: (() => void) | undefined;
  #lost = false;

  constructor(options: MotionAnalysisOptions) {
    const { capture, log } = options;
    this.#options = options;
    this.#source = capture.state;
    this.#runner = new PipelineRunner({
      name: `${capture.id}/motion`,
      log,
      onEvent: (event) => {
        if (event.kind === 'pipeline-failed') this.lose();
        options.onEvent(event);
      },
      plan: () => this.#plan(),
    });
  }

  /** Starts, changes or stops the analysis as the state of the source says. */
  apply(source: VideoSourceState): void {
    const before = this.#source.analysis;
    this.#source = source;
    const { analysis } = source;
    if (analysis === undefined) {
      this.close();
      return;
    }
    const frame = frameOf(analysis, source);
    const same = isDeepStrictEqual(frame, this.#frame);
    this.#frame = frame;
    if (this.#endUse === undefined) this.#start();
    else if (!same) this.#runner.restart();
    else if (!isDeepStrictEqual(before, analysis)) this.#runner.set('motion', this.#settings(analysis));
  }

  /** Tells that the whole picture changes for a time, milliseconds, from the next picture on. */
  hold(milliseconds: number): void {
    if (this.#endUse !== undefined) this.#runner.set('motion', { hold: Math.round(milliseconds) });
  }

  /** Tells that no pictures come, once until the next record. */
  lose(): void {
    if (this.#endUse === undefined || this.#lost) return;
    this.#lost = true;
    // The camera may return before the NO SIGNAL picture was shown.
    this.hold(returnMilliseconds);
    this.#options.onEvent({ kind: 'motion', id: this.#options.capture.id, lost: true });
  }

  close(): void {
    if (this.#endUse === undefined) return;
    running.delete(this.#options.capture.id);
    this.#runner.stop();
    this.#endUse();
    this.#endUse = undefined;
  }

  #start(): void {
    const { capture } = this.#options;
    this.#lost = false;
    this.#endUse = capture.use();
    running.set(capture.id, (lost, record) => this.#take(lost, record));
    this.#runner.start();
  }

  #take(lost: boolean, record: Buffer | undefined): void {
    if (lost) this.lose();
    if (record === undefined) return;
    this.#lost = false;
    this.#runner.alive();
    this.#options.onEvent({ kind: 'motion', id: this.#options.capture.id, lost: false, record });
  }

  #settings(analysis: AnalysisState): ReturnType<typeof motionSettings> {
    return motionSettings(analysis, this.#source, this.#options.capture.marks);
  }

  #plan(): PipelinePlan {
    const { analysis } = this.#source;
    if (analysis === undefined) throw new Error('an analysis that is off has no plan');
    const { launch, properties } = motionPlan(analysis, this.#source, this.#options.capture.output);
    return { launch, properties: { ...properties, motion: { ...properties.motion, ...this.#settings(analysis) } } };
  }
}
