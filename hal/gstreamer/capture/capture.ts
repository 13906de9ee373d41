import type { Logger } from 'pino';
import type { CameraFact } from '../../boards/facts/camera.ts';
import type { AudioSourceFact } from '../../boards/facts/sound.ts';
import { addon } from '../../native/addon.ts';
import type { AudioSourceState, MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import type { FrameSource } from '../pipeline/frame-source.ts';
import { Lingering } from '../pipeline/idle-timeout.ts';
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

/** One microphone or file: its pipeline publishes frames on the channel of its id while somebody uses them. */
class Capture<State extends { readonly id: string }> implements FrameSource {
  readonly id: string;
  readonly #runner: PipelineRunner;
  readonly #use: Lingering;
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
    this.#use = new Lingering({
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

  apply(state: State): true {
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (changed) this.#runner.restart();
    return true;
  }

  fail(reason: string): void {
    this.#runner.fail(reason);
  }

  stop(): void {
    this.#use.end();
  }
}

type FileFact = Extract<CameraFact, { readonly driver: 'encoded-file' }>;
type Reporting = Pick<CaptureOptions<never>, 'limits' | 'log' | 'onEvent'>;

/** A camera that is a file of encoded frames: it is there, or it is an error. */
class FileCapture extends Capture<VideoSourceState> {
  readonly output: CameraOutput;

  constructor({ path, codec }: FileFact, state: VideoSourceState, reporting: Reporting) {
    super({ ...reporting, state, plan: (now) => encodedFilePlan(path, codec, now) });
    this.output = codec;
  }

  /** A file has nothing to set and no light: other settings are no other pictures. */
  override apply({ id, width, height, frameRate }: VideoSourceState): true {
    return super.apply({ id, width, height, frameRate });
  }
}

/** A camera, and what it delivers. */
export type VideoCapture = CameraCapture | FileCapture;

/** @param follower is told when the camera's device comes and goes */
export function openVideoCapture(
  camera: CameraFact,
  state: VideoSourceState,
  reporting: Reporting,
  follower?: CameraFollower,
): VideoCapture {
  if (camera.driver === 'encoded-file') return new FileCapture(camera, state, reporting);
  const driver = cameraDriver(camera, state);
  return new CameraCapture({ ...reporting, driver, state, ...(follower === undefined ? {} : { follower }) });
}

export class AudioCapture extends Capture<AudioSourceState> {
  constructor(microphone: AudioSourceFact, state: AudioSourceState, reporting: Reporting) {
    super({ ...reporting, state, plan: (now) => microphonePlan(microphone, now) });
  }
}
