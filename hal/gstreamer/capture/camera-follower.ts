import type { Logger } from 'pino';
import type { CameraFact } from '../../boards/facts/camera.ts';
import { SourceControls } from '../../camera/source-controls.ts';
import type { MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import type { CameraFollower } from './camera-capture.ts';
import { PipelineCameraElement } from './camera-element.ts';

/** Capturing element by the camera's driver. */
const factories: Readonly<Record<CameraFact['driver'], string>> = {
  virtual: 'scenesrc',
  v4l2: 'v4l2src',
  libcamera: 'libcamerasrc',
  argus: 'nvarguscamerasrc',
  'encoded-file': 'filesrc',
};

interface CameraSettingsFollowerOptions {
  readonly camera: CameraFact;
  readonly state: VideoSourceState;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
}

/** Applies settings to a camera when it appears, and reports its controls and values. */
export class CameraSettingsFollower implements CameraFollower {
  readonly #camera: CameraFact;
  readonly #controls: SourceControls;
  #frameRate: number;
  #found: string | undefined;

  constructor({ camera, state, log, onEvent }: CameraSettingsFollowerOptions) {
    const { id } = state;
    this.#camera = camera;
    this.#frameRate = state.frameRate;
    this.#controls = new SourceControls({
      id,
      element: new PipelineCameraElement(id, factories[camera.driver]),
      log,
      report: (facts, values) => onEvent({ kind: 'camera', id, facts, values }),
    });
    this.#controls.apply(state);
  }

  apply(state: VideoSourceState): void {
    // The rate limits the exposure time of libcamera.
    const limitsChange = this.#camera.driver === 'libcamera' && this.#frameRate !== state.frameRate;
    this.#frameRate = state.frameRate;
    this.#controls.apply(state);
    if (limitsChange && this.#found !== undefined) this.appeared(this.#found);
  }

  appeared(found: string): void {
    this.#found = found;
    const camera = this.#camera.driver === 'v4l2' ? ({ driver: 'v4l2', device: found } as const) : this.#camera;
    this.#controls.appeared(camera, this.#frameRate);
  }

  started(): void {
    this.#controls.started();
  }

  vanished(): void {
    this.#found = undefined;
    this.#controls.vanished();
  }
}
