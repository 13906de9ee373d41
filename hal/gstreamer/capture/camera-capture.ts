import type { Logger } from 'pino';
import type { MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import { patient } from '../../system/patience.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import { Lingering } from '../pipeline/idle-timeout.ts';
import type { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import type { CameraDriver, CameraOutput } from './camera-driver.ts';
import { CameraPipeline } from './camera-pipeline.ts';
import { noSignalPicture } from './no-signal.ts';

const lookMilliseconds = 250;
const retryMilliseconds = 1000;
/** A start may take longer before it counts as a loss, and as failed; who waits for the stream is shown something at once. */
const start = { picture: patient(1500), lost: patient(4000), failed: patient(8000) } as const;

/** What follows the camera's device. */
export interface CameraFollower {
  /** What the camera is to be from now on, there or not. */
  apply(state: VideoSourceState): void;
  /** The device is there. @param found path of its node, or its name */
  appeared(found: string): void;
  /** Its pipeline begins to play. */
  started(): void;
  /** The device is gone: what was opened of it is to be closed at once. */
  vanished(): void;
}

interface CameraCaptureOptions {
  readonly driver: CameraDriver;
  readonly state: VideoSourceState;
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
  readonly follower?: CameraFollower;
}

/**
 * A camera that may come and go. Its device is open while somebody uses it; whether it is there is known all the time.
 * While it delivers nothing the channel carries the "no signal" picture, so no stream on it ever stops.
 */
export class CameraCapture implements FrameSource {
  readonly id: string;
  readonly output: CameraOutput;
  readonly #options: CameraCaptureOptions;
  readonly #pipeline: CameraPipeline;
  readonly #noSignal: PipelineRunner;
  readonly #use: Lingering;
  readonly #timer: NodeJS.Timeout;
  #state: VideoSourceState;
  #found: string | undefined;
  #lost: boolean | undefined;
  /** Monotonic ms: the last picture (or the first try), the last start, the next one. */
  #seenAt = 0;
  #startedAt = 0;
  #retryAt = 0;

  constructor(options: CameraCaptureOptions) {
    const { driver, state, log } = options;
    this.id = state.id;
    this.output = driver.output;
    this.#options = options;
    this.#state = state;
    this.#pipeline = new CameraPipeline({
      driver,
      log,
      onFailed: (reason, another) => this.#failed(reason, another),
    });
    this.#noSignal = noSignalPicture(driver.output, () => this.#state, log);
    this.#use = new Lingering({
      milliseconds: options.limits.linger,
      start: () => this.#begin(),
      stop: () => this.#end(),
    });
    this.#timer = setInterval(() => this.#look(), lookMilliseconds);
    this.#timer.unref();
    this.#lookForDevice();
  }

  get state(): VideoSourceState {
    return this.#state;
  }

  use(): () => void {
    return this.#use.use();
  }

  apply(state: VideoSourceState): true {
    const { width, height, frameRate } = this.#state;
    const changed = width !== state.width || height !== state.height || frameRate !== state.frameRate;
    this.#state = state;
    this.#options.follower?.apply(state);
    if (!changed || !this.#use.running) return true;
    this.#noSignal.restart();
    this.#pipeline.stop();
    this.#retryAt = 0;
    this.#look();
    return true;
  }

  /** A stream that gets no picture need not say so: here it is seen before. */
  fail(reason: string): void {
    this.#options.log.debug({ camera: this.id, reason }, 'a stream on the camera is stuck');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#use.end();
    if (this.#found !== undefined) this.#options.follower?.vanished();
    this.#found = undefined;
  }

  #begin(): void {
    this.#seenAt = performance.now();
    this.#retryAt = 0;
    if (this.#found === undefined) this.#noSignal.start();
    this.#look();
  }

  #end(): void {
    this.#pipeline.stop();
    this.#noSignal.stop();
  }

  #look(): void {
    if (this.#found === undefined) this.#lookForDevice();
    else if (!this.#options.driver.isThere(this.#found)) this.#vanish(`${this.#found} was unplugged`);
    if (!this.#use.running || this.#found === undefined) return;
    if (this.#pipeline.running) this.#watch();
    else if (performance.now() >= this.#retryAt) this.#start(this.#found);
  }

  #lookForDevice(): void {
    try {
      this.#found = this.#options.driver.find();
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#retryAt = 0;
    // Nobody sees pictures of it: that it is there has to do.
    if (!this.#use.running) this.#tell(false, '');
    this.#options.follower?.appeared(this.#found);
  }

  #vanish(reason: string): void {
    this.#pipeline.stop();
    if (this.#found === undefined) return;
    this.#found = undefined;
    this.#options.follower?.vanished();
    this.#lose(reason);
  }

  #start(found: string): void {
    this.#pipeline.start(found, this.#state);
    this.#startedAt = performance.now();
    if (this.#pipeline.running) this.#options.follower?.started();
  }

  /** Of a running pipeline: do pictures come? */
  #watch(): void {
    const now = performance.now();
    if (this.#pipeline.moved()) {
      this.#seenAt = now;
      this.#noSignal.stop();
      this.#tell(false, '');
      return;
    }
    const patience = Math.max(this.#options.limits.silence, 3000 / this.#state.frameRate);
    const { delivered } = this.#pipeline;
    const silence = now - Math.max(this.#seenAt, this.#startedAt);
    if (silence > (delivered ? patience : start.picture)) this.#noSignal.start();
    if (silence > (delivered ? patience : Math.max(patience, start.lost)))
      this.#lose(`${this.#found} delivers no picture`);
    if (silence > (delivered ? patience : Math.max(patience, start.failed))) this.#pipeline.fail('no picture comes');
  }

  #failed(reason: string, another: boolean): void {
    this.#options.log.warn({ camera: this.id, reason, another }, 'camera failed');
    this.#retryAt = performance.now() + (another ? 0 : retryMilliseconds);
    if (!another) this.#lose(reason);
    this.#confirm();
    if (another) setImmediate(() => this.#look());
  }

  /** Whether a device that failed is there at all: a node may outlive its device. */
  #confirm(): void {
    if (this.#found === undefined) return;
    const { driver } = this.#options;
    const replaced = `${this.#found} was unplugged`;
    try {
      if (!driver.isThere(this.#found) || driver.find() !== this.#found) this.#vanish(replaced);
    } catch (error) {
      this.#vanish(error instanceof Error ? error.message : String(error));
    }
  }

  #lose(reason: string): void {
    if (this.#use.running) this.#noSignal.start();
    this.#tell(true, reason);
  }

  #tell(lost: boolean, reason: string): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#options.log.info({ camera: this.id, lost, reason }, lost ? 'signal lost' : 'signal');
    this.#options.onEvent({ kind: 'signal', id: this.id, lost, reason });
  }
}
