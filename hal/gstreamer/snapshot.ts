import { addon } from '../native/addon.ts';
import { HalError } from '../ports/hal-error.ts';
import type { VideoEncoderState } from '../ports/media-engine.ts';
import { patient } from '../system/patience.ts';
import type { VideoCapture } from './capture.ts';
import { decoding } from './decoders.ts';
import { Pipeline, type PipelinePlan } from './pipeline.ts';

const mostWaiting = 8;
const timeout = patient(3000);
const quality = 85;

function snapshotPlan(state: VideoEncoderState, { output }: VideoCapture, channel: string): PipelinePlan {
  const caps = `video/x-raw,width=${state.width},height=${state.height},pixel-aspect-ratio=1/1`;
  return {
    launch:
      `framesrc name=source num-buffers=1 ! ${decoding(output)}videoconvert ! videoscale ` +
      '! capsfilter name=size ! jpegenc name=encoder ! framesink name=sink',
    properties: {
      source: { channel: state.source, depth: output === 'raw' ? 1 : 30, rate: 0 },
      size: { caps },
      encoder: { quality },
      sink: { channel },
    },
  };
}

interface Waiting {
  readonly resolve: (picture: Buffer) => void;
  readonly reject: (error: HalError) => void;
}

/** JPEG pictures on demand: one pipeline run makes one picture for all who wait for it. */
export class Snapshots {
  readonly #capture: VideoCapture;
  readonly #state: () => VideoEncoderState;
  #waiting: Waiting[] = [];
  #end: ((error?: HalError) => void) | undefined;

  constructor(capture: VideoCapture, state: () => VideoEncoderState) {
    this.#capture = capture;
    this.#state = state;
  }

  take(): Promise<Buffer> {
    if (this.#waiting.length >= mostWaiting) return Promise.reject(new HalError('busy', 'too many snapshots wait'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#end === undefined) this.#run();
    });
  }

  stop(): void {
    this.#end?.(new HalError('gone', 'stopped'));
  }

  #run(): void {
    const state = this.#state();
    const channel = `${state.id}/snapshot`;
    const endCapture = this.#capture.use();
    let pipeline: Pipeline | undefined;
    const finish = (picture: Buffer | null | undefined, error?: HalError): void => {
      if (this.#end === undefined) return;
      this.#end = undefined;
      clearTimeout(timer);
      pipeline?.release();
      endCapture();
      this.#settle(picture, error ?? new HalError('gone', `no picture of ${state.id}`));
    };
    const timer = setTimeout(() => finish(undefined), timeout);
    this.#end = (error) => finish(undefined, error);
    try {
      addon.takeFrame(channel, (picture) => finish(picture));
      pipeline = new Pipeline(snapshotPlan(state, this.#capture, channel), channel, (kind, text) => {
        if (kind === 'error') finish(undefined, new HalError('gone', text));
      });
      pipeline.play();
    } catch (error) {
      finish(undefined, error instanceof HalError ? error : new HalError('io', String(error)));
    }
  }

  #settle(picture: Buffer | null | undefined, error: HalError): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) {
      if (picture) each.resolve(picture);
      else each.reject(error);
    }
  }
}
