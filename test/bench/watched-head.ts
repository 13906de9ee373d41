import type { MotionWatch } from './motion-watch.ts';

/** Head whose picture is watched. */
export interface WatchedHead {
  readonly watch: MotionWatch;
  /** Turns the head right (1) or left (-1) at half its speed. Resolves when the command is answered. */
  turn(sign: number): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Direction (degrees) without the cars of the scene, and half of the virtual head's speed, degrees a second. */
export const quietPan = 110;
export const halfSpeed = 45;
