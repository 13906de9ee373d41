import type { Scene } from '../scene/scene.ts';

/** Alarm that begins and ends with a delay. */
export interface Delayed {
  readonly on: boolean;
  /** Time from which on the opposite was seen without a break, as `Scene.delayTime`. */
  readonly changing: number | undefined;
}

/** Milliseconds. */
export interface Delays {
  readonly on: number;
  readonly off: number;
}

export const quiet: Delayed = { on: false, changing: undefined };

/** The alarm after a picture in which there was, or was not, what it is about. */
export function delayed({ on, changing }: Delayed, active: boolean, { delayTime }: Scene, delays: Delays): Delayed {
  if (active === on) return { on, changing: undefined };
  const since = changing ?? delayTime;
  const due = delayTime - since >= (on ? delays.off : delays.on);
  return due ? { on: active, changing: undefined } : { on, changing: since };
}

/** The alarm after a while without a picture: what was about to end may end, nothing begins. */
export function delayedFurther(present: Delayed, scene: Scene, delays: Delays): Delayed {
  return present.on && present.changing !== undefined ? delayed(present, false, scene, delays) : present;
}
