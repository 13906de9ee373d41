import type { Logger } from 'pino';
import type { CameraFact } from '../../boards/facts/camera.ts';
import type { MediaEngineEvent, VideoSourceState } from '../../ports/media-engine.ts';
import { MotionAnalysis } from '../analysis/motion-analysis.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import { CameraSettingsFollower } from './camera-follower.ts';
import { openVideoCapture, type VideoCapture } from './capture.ts';
import { LumaMeter } from './luma.ts';

interface RunningCameraOptions {
  readonly limits: EngineLimits;
  readonly log: Logger;
  readonly onEvent: (event: MediaEngineEvent) => void;
  /** Whether streams show the window that the state names. */
  readonly windowed: boolean;
}

/** Camera of an engine: its capture, and what looks at its pictures beside the streams. */
export class RunningCamera {
  readonly capture: VideoCapture;
  readonly luma: LumaMeter;
  readonly motion: MotionAnalysis;

  constructor(camera: CameraFact, state: VideoSourceState, options: RunningCameraOptions) {
    const follower = new CameraSettingsFollower({ camera, state, ...options });
    this.capture = openVideoCapture(camera, state, options, follower);
    this.luma = new LumaMeter(this.capture);
    this.motion = new MotionAnalysis({ capture: this.capture, log: options.log, onEvent: options.onEvent });
    this.motion.apply(state);
  }

  apply(state: VideoSourceState): void {
    this.capture.apply(state);
    this.motion.apply(state);
  }

  /** Applies what changes from picture to picture: not the size, the frame rate and the geometry. */
  applyLive({ geometry: _geometry, ...seen }: VideoSourceState): void {
    const { width, height, frameRate, geometry } = this.capture.state;
    this.apply({ ...seen, width, height, frameRate, ...(geometry !== undefined && { geometry }) });
  }

  close(): void {
    this.luma.close();
    this.motion.close();
    this.capture.close();
  }
}
