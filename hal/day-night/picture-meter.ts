import type { LightMeter } from './light-meter.ts';

/** What a picture of luma 0.2 means once exposure and gain are at their ends: twilight, lux. */
const anchor = { luma: 0.2, lux: 5 } as const;
const gamma = 2.2;
/** Milliseconds in which automatic exposure finds its way. */
const exposureTime = 2000;

/**
 * Light by the brightness of the picture. An estimate: automatic exposure holds the picture near a luma of 0.45 (30 lux here)
 * as long as it can, so this tells twilight from darkness, not a room from sunlight. Not tried with a real camera.
 */
export function pictureMeter(luma: (source: string) => Promise<number>, source: string): LightMeter {
  return {
    settle: exposureTime,
    read: async () => anchor.lux * (Math.max(0, await luma(source)) / anchor.luma) ** gamma,
    sleep: async () => undefined,
  };
}
