import type { Logger } from 'pino';
import type { AudioSourceFact, CameraFact } from '../boards/board.ts';
import { addon } from '../native/addon.ts';
import type { AudioSourceState, MediaEngineEvent, VideoSourceState } from '../ports/media-engine.ts';
import { type CameraOutput, cameraOutput, capturePlan } from './camera-drivers.ts';
import { Lingering } from './lingering.ts';
import { microphonePlan } from './microphone-drivers.ts';
import type { PipelinePlan } from './pipeline.ts';
import { PipelineRunner } from './pipeline-runner.ts';

const lingerMilliseconds = 5000;

/** What an encoder pipeline needs of the pipeline before it. */
export interface FrameSource {
  /** Channel of its frames. */
  readonly id: string;
  /** Keeps it running until the function returned is called. */
  use(): () => void;
  /** No frame comes from it although it runs. */
  fail(reason: string): void;
}

export interface CaptureOptions<State> {
  readonly state: State;
  readonly plan: (state: State) => PipelinePlan;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** One camera sensor or microphone: its pipeline publishes frames on the channel of its id while somebody uses them. */
export class Capture<State extends { readonly id: string }> implements FrameSource {
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
      milliseconds: lingerMilliseconds,
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

type Reporting = Pick<CaptureOptions<never>, 'log' | 'onEvent'>;

/** A camera, and what it delivers. */
export class VideoCapture extends Capture<VideoSourceState> {
  readonly output: CameraOutput;

  constructor(camera: CameraFact, state: VideoSourceState, reporting: Reporting) {
    super({ ...reporting, state, plan: (now) => capturePlan(camera, now) });
    this.output = cameraOutput(camera);
  }
}

export class AudioCapture extends Capture<AudioSourceState> {
  constructor(microphone: AudioSourceFact, state: AudioSourceState, reporting: Reporting) {
    super({ ...reporting, state, plan: (now) => microphonePlan(microphone, now) });
  }
}
