import type { Logger } from 'pino';
import type { CameraFact } from '../../boards/facts/camera.ts';
import type { AudioSourceFact } from '../../boards/facts/sound.ts';
import { addon } from '../../native/addon.ts';
import type { AudioSourceState, MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import type { PictureRectangle } from '../../ports/scene-analyser.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import { IdleTimeout } from '../pipeline/idle-timeout.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { PipelineRunner } from '../pipeline/pipeline-runner.ts';
import { CameraCapture, type CameraFollower } from './camera-capture.ts';
import type { CameraOutput } from './camera-driver.ts';
import { cameraDriver, encodedFilePlan } from './camera-drivers.ts';
import { microphonePlan } from './microphone-drivers.ts';

interface CaptureOptions<State> {
  readonly state: State;
  readonly plan: (state: State) => PipelinePlan;
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** Capture of a microphone or file: the pipeline publishes frames on the channel of its id while it is used. */
class Capture<State extends { readonly id: string }> implements FrameSource {
  readonly id: string;
  readonly #runner: PipelineRunner;
  readonly #use: IdleTimeout;
  #state: State;

  constructor(options: CaptureOptions<State>) {
    this.id = options.state.id;
    this.#state = options.state;
    this.#runner = new PipelineRunner({
      name: options.state.id,
      log: options.log,
      onEvent: options.onEvent,
      plan: (failures) => {
        if (failures > 0) addon.takeFrame(options.state.id, () => this.#runner.alive());
        return options.plan(this.#state);
      },
    });
    this.#use = new IdleTimeout({
      milliseconds: options.limits.linger,
      start: () => this.#runner.start(),
      stop: () => this.#runner.stop(),
    });
  }

  get state(): State {
    return this.#state;
  }

  use(): () => void {
    return this.#use.use();
  }

  apply(state: State): void {
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (changed) this.#runner.restart();
  }

  fail(reason: string): void {
    this.#runner.fail(reason);
  }

  close(): void {
    this.#use.stop();
  }
}

type FileFact = Extract<CameraFact, { readonly driver: 'encoded-file' }>;
type Reporting = Pick<CaptureOptions<never>, 'limits' | 'log' | 'onEvent'>;

interface VideoOptions extends Reporting {
  /** Whether streams show the window that the state names, else the whole picture always. */
  readonly windowed?: boolean;
}

/** Capture of a file of encoded frames. */
class FileCapture extends Capture<VideoSourceState> {
  readonly output: CameraOutput;
  readonly windowed: boolean;
  readonly marks: readonly PictureRectangle[] = [];

  constructor({ path, codec }: FileFact, state: VideoSourceState, { windowed = false, ...reporting }: VideoOptions) {
    super({ ...reporting, state, plan: (now) => encodedFilePlan(path, codec, now) });
    this.output = codec;
    this.windowed = windowed;
  }

  /** Applies size, rate and masks only: a file has no settings and no light. */
  override apply({ id, width, height, frameRate, masks }: VideoSourceState): void {
    super.apply({ id, width, height, frameRate, masks });
  }
}

/** Capture of a camera or file. */
export type VideoCapture = CameraCapture | FileCapture;

/** Opens the capture of a camera. @param follower listener for the state of the camera's device */
export function openVideoCapture(
  camera: CameraFact,
  state: VideoSourceState,
  options: VideoOptions,
  follower?: CameraFollower,
): VideoCapture {
  if (camera.driver === 'encoded-file') return new FileCapture(camera, state, options);
  const driver = cameraDriver(camera, state);
  return new CameraCapture({ ...options, driver, state, ...(follower === undefined ? {} : { follower }) });
}

/** Capture of a microphone. */
export class AudioCapture extends Capture<AudioSourceState> {
  constructor(microphone: AudioSourceFact, state: AudioSourceState, reporting: Reporting) {
    super({ ...reporting, state, plan: (now) => microphonePlan(microphone, now) });
  }
}
