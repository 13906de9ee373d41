import type { Logger } from 'pino';
import type { CameraFact } from '../boards/board.ts';
import { addon } from '../native/addon.ts';
import type { MediaEngineEvent, VideoSourceState } from '../ports/media-engine.ts';
import { type CameraOutput, cameraOutput, capturePlan } from './camera-drivers.ts';
import { Lingering } from './lingering.ts';
import { PipelineRunner } from './pipeline-runner.ts';

const lingerMilliseconds = 5000;

export interface CaptureOptions {
  readonly camera: CameraFact;
  readonly state: VideoSourceState;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** One camera sensor: its pipeline publishes frames while somebody uses them. */
export class Capture {
  readonly output: CameraOutput;
  readonly #runner: PipelineRunner;
  readonly #use: Lingering;
  #state: VideoSourceState;

  constructor(options: CaptureOptions) {
    this.output = cameraOutput(options.camera);
    this.#state = options.state;
    this.#runner = new PipelineRunner({
      name: options.state.id,
      log: options.log,
      onEvent: options.onEvent,
      plan: (failures) => {
        if (failures > 0) addon.takeFrame(options.state.id, () => this.#runner.alive());
        return capturePlan(options.camera, this.#state);
      },
    });
    this.#use = new Lingering({
      milliseconds: lingerMilliseconds,
      start: () => this.#runner.start(),
      stop: () => this.#runner.stop(),
    });
  }

  get state(): VideoSourceState {
    return this.#state;
  }

  use(): () => void {
    return this.#use.use();
  }

  apply(state: VideoSourceState): void {
    const changed = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (changed) this.#runner.restart();
  }

  /** No frame comes from it although it runs. */
  fail(reason: string): void {
    this.#runner.fail(reason);
  }

  stop(): void {
    this.#use.end();
  }
}
