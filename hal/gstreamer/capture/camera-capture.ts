import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { reasonOf } from '../../ports/hal-error.ts';
import type { MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import type { PictureRectangle } from '../../ports/scene-analyser.ts';
import { patient } from '../../system/patience.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import { IdleTimeout } from '../pipeline/idle-timeout.ts';
import type { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import { Retries } from '../pipeline/retries.ts';
import type { CameraDriver, CameraOutput } from './camera-driver.ts';
import { CameraPipeline } from './camera-pipeline.ts';
import { noSignalPicture } from './no-signal.ts';
import { PictureWatch } from './picture-watch.ts';

/** Times (ms) between two checks of a camera that is used, and of one that is not. */
const pollMilliseconds = { used: 250, unused: 1000 } as const;
/** Times (ms) of a start until the NO SIGNAL picture is shown, the signal counts as lost, and the start as failed. */
const start = { picture: patient(1500), lost: patient(4000), failed: patient(8000) } as const;

/** Listener for the state of a camera's device. */
export interface CameraFollower {
  /** Applies the desired state, whether the camera is present or not. */
  apply(state: VideoSourceState): void;
  /** Called when the device appeared. @param found path of its node, or its name */
  appeared(found: string): void;
  /** Called when the pipeline starts to play. */
  started(): void;
  /** Called when the device is gone: open descriptors must be closed at once. */
  vanished(): void;
}

interface CameraCaptureOptions {
  readonly driver: CameraDriver;
  readonly state: VideoSourceState;
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
  readonly follower?: CameraFollower;
  /** Whether streams show the window that the state names; absent = the whole picture. */
  readonly windowed?: boolean;
}

/** Whether another picture has to be captured: size, rate or geometry differ. */
function needsRestart(before: VideoSourceState, after: VideoSourceState): boolean {
  const members = ({ width, height, frameRate, geometry }: VideoSourceState): unknown => [
    width,
    height,
    frameRate,
    geometry,
  ];
  return !isDeepStrictEqual(members(before), members(after));
}

/**
 * Capture of a camera that may come and go. The device is open only while it is used, but its presence is always checked. While it
 * delivers nothing the channel carries the NO SIGNAL picture, so no stream on it stops.
 */
export class CameraCapture implements FrameSource {
  readonly id: string;
  readonly output: CameraOutput;
  readonly windowed: boolean;
  readonly #options: CameraCaptureOptions;
  readonly #pipeline: CameraPipeline;
  readonly #noSignal: PipelineRunner;
  readonly #use: IdleTimeout;
  readonly #retries = new Retries({ first: 1000, longest: 5000 });
  #timer: NodeJS.Timeout | undefined;
  readonly #pictures: PictureWatch;
  #state: VideoSourceState;
  #found: string | undefined;
  #lost: boolean | undefined;
  /** Monotonic times (ms) of the last picture (or first attempt), of the last start, and of the next start. */
  #seenAt = 0;
  #startedAt = 0;
  #retryAt = 0;

  constructor(options: CameraCaptureOptions) {
    const { driver, state, log } = options;
    this.id = state.id;
    this.output = driver.output;
    this.windowed = options.windowed ?? false;
    this.#options = options;
    this.#state = state;
    this.#pipeline = new CameraPipeline({
      driver,
      log,
      onFailed: (reason, another) => this.#failed(reason, another),
    });
    this.#pictures = new PictureWatch((picture) => options.onEvent({ kind: 'picture', id: state.id, state: picture }));
    this.#noSignal = noSignalPicture(driver.output, () => this.#state, log);
    this.#use = new IdleTimeout({
      milliseconds: options.limits.linger,
      start: () => this.#begin(),
      stop: () => this.#end(),
    });
    this.#pollEvery(pollMilliseconds.unused);
    this.#lookForDevice();
  }

  get state(): VideoSourceState {
    return this.#state;
  }

  /** Parts of the captured picture into which the camera writes something that changes. */
  get marks(): readonly PictureRectangle[] {
    return this.#options.driver.marks?.(this.#state) ?? [];
  }

  use(): () => void {
    return this.#use.use();
  }

  apply(state: VideoSourceState): void {
    const changed = needsRestart(this.#state, state);
    this.#state = state;
    this.#options.follower?.apply(state);
    if (!changed || !this.#use.running) return;
    this.#noSignal.restart();
    this.#pipeline.stop();
    this.#startSoon();
    this.#poll();
  }

  /** Logs a stuck stream; the capture itself has noticed the silence before. */
  fail(reason: string): void {
    this.#options.log.debug({ camera: this.id, reason }, 'stream on the camera is stuck');
  }

  close(): void {
    this.#use.stop();
    clearInterval(this.#timer);
    if (this.#found !== undefined) this.#options.follower?.vanished();
    this.#found = undefined;
  }

  #begin(): void {
    this.#seenAt = performance.now();
    this.#startSoon();
    if (this.#found === undefined) this.#noSignal.start();
    this.#pollEvery(pollMilliseconds.used);
    this.#poll();
  }

  #end(): void {
    this.#pipeline.stop();
    this.#noSignal.stop();
    this.#pollEvery(pollMilliseconds.unused);
  }

  #pollEvery(milliseconds: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#poll(), milliseconds).unref();
  }

  #poll(): void {
    if (this.#found === undefined) this.#lookForDevice();
    else if (!this.#options.driver.isPresent(this.#found)) this.#vanish(`${this.#found} was unplugged`);
    if (!this.#use.running || this.#found === undefined) return;
    if (this.#pipeline.running) this.#watch();
    else if (performance.now() >= this.#retryAt) this.#start(this.#found);
  }

  #lookForDevice(): void {
    try {
      this.#found = this.#options.driver.find();
    } catch (error) {
      this.#lose(reasonOf(error));
      return;
    }
    this.#startSoon();
    // Nothing streams, so presence alone ends the signal loss.
    if (!this.#use.running) this.#reportSignal(false, '');
    this.#options.follower?.appeared(this.#found);
  }

  #vanish(reason: string): void {
    this.#pipeline.stop();
    if (this.#found === undefined) return;
    this.#found = undefined;
    this.#options.follower?.vanished();
    this.#lose(reason);
  }

  /** Lifts the delay of the next start, since the circumstances changed. */
  #startSoon(): void {
    this.#retries.restart();
    this.#retryAt = 0;
  }

  #start(found: string): void {
    this.#pipeline.start(found, this.#state);
    this.#startedAt = performance.now();
    this.#pictures.reset();
    if (this.#pipeline.running) this.#options.follower?.started();
  }

  /** Checks whether the running pipeline delivers pictures. */
  #watch(): void {
    const now = performance.now();
    if (this.#pipeline.moved()) {
      this.#seenAt = now;
      this.#retries.succeeded(now);
      this.#noSignal.stop();
      this.#reportSignal(false, '');
      this.#pictures.look(now, this.#pipeline.picture());
      return;
    }
    const patience = Math.max(this.#options.limits.silence, 3000 / this.#state.frameRate);
    const { delivered } = this.#pipeline;
    const silence = now - Math.max(this.#seenAt, this.#startedAt);
    if (silence > (delivered ? patience : start.picture)) this.#noSignal.start();
    if (silence > (delivered ? patience : Math.max(patience, start.lost)))
      this.#lose(`${this.#found} delivers no picture`);
    if (silence > (delivered ? patience : Math.max(patience, start.failed))) this.#pipeline.fail('no picture received');
  }

  #failed(reason: string, another: boolean): void {
    const now = performance.now();
    const level = this.#retries.isNew(reason, now) ? 'warn' : 'debug';
    this.#options.log[level]({ camera: this.id, reason, another }, 'camera failed');
    this.#retryAt = now + (another ? 0 : this.#retries.delay());
    if (!another) this.#lose(reason);
    this.#confirm();
    if (another) setImmediate(() => this.#poll());
  }

  /** Checks whether a failed device is still present, since a node may outlive its device. */
  #confirm(): void {
    if (this.#found === undefined) return;
    const { driver } = this.#options;
    const replaced = `${this.#found} was unplugged`;
    try {
      if (!driver.isPresent(this.#found) || driver.find() !== this.#found) this.#vanish(replaced);
    } catch (error) {
      this.#vanish(reasonOf(error));
    }
  }

  #lose(reason: string): void {
    if (this.#use.running) this.#noSignal.start();
    this.#reportSignal(true, reason);
  }

  #reportSignal(lost: boolean, reason: string): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#options.log.info({ camera: this.id, lost, reason }, lost ? 'camera signal lost' : 'camera signal present');
    this.#options.onEvent({ kind: 'signal', id: this.id, lost, reason });
  }
}
