import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import { patient } from '../../system/patience.ts';
import type { VideoCapture } from '../capture/capture.ts';
import { Pipeline, type PipelinePlan } from './pipeline.ts';

const mostWaiting = 8;
const timeout = patient(3000);

interface Waiting {
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (error: HalError) => void;
}

interface FramesOnDemandOptions {
  readonly capture: VideoCapture;
  /** Channel of the pipeline's sink, also its name in messages. */
  readonly channel: string;
  /** Plan of the pipeline from a frame of the capture to a frame on the channel. */
  readonly plan: (channel: string) => PipelinePlan;
  /** true: frames of the camera only, not the NO SIGNAL picture. */
  readonly ownOnly?: boolean;
}

/** Frames on request: one run of the pipeline makes one frame for all waiting callers. */
export class FramesOnDemand {
  readonly #options: FramesOnDemandOptions;
  #waiting: Waiting[] = [];
  #end: ((error?: HalError) => void) | undefined;

  constructor(options: FramesOnDemandOptions) {
    this.#options = options;
  }

  /** Rejects with HalError 'gone' (no picture within 3 s, closed), 'busy' (8 wait), 'unsupported' (no decoder). */
  take(): Promise<Buffer> {
    if (this.#waiting.length >= mostWaiting)
      return Promise.reject(new HalError('busy', `${mostWaiting} callers already wait for ${this.#options.channel}`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#end === undefined) this.#run();
    });
  }

  close(): void {
    this.#end?.(new HalError('gone', 'closed'));
  }

  #run(): void {
    const { capture, channel, plan, ownOnly = false } = this.#options;
    const endCapture = capture.use();
    // The count includes frames of the camera only, not the NO SIGNAL picture.
    const before = addon.progress(capture.id);
    let pipeline: Pipeline | undefined;
    const finish = (frame: Buffer | null | undefined, error?: HalError): void => {
      if (this.#end === undefined) return;
      this.#end = undefined;
      clearTimeout(timer);
      pipeline?.release();
      endCapture();
      const own = !ownOnly || addon.progress(capture.id) !== before;
      this.#settle(own ? frame : undefined, error ?? new HalError('gone', `${channel}: no picture received`));
    };
    const timer = setTimeout(() => finish(undefined), timeout);
    this.#end = (error) => finish(undefined, error);
    try {
      addon.takeFrame(channel, (frame) => finish(frame));
      pipeline = new Pipeline(plan(channel), channel, (kind, text) => {
        if (kind === 'error') finish(undefined, new HalError('gone', text));
      });
      pipeline.play();
    } catch (error) {
      finish(undefined, error instanceof HalError ? error : new HalError('io', String(error)));
    }
  }

  #settle(frame: Buffer | null | undefined, error: HalError): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) {
      if (frame) each.resolve(frame);
      else each.reject(error);
    }
  }
}
