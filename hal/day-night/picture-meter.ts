import type { LightMeter } from './light-meter.ts';

/** Light (lux) of a picture of luma 0.2 at the limits of exposure and gain: twilight. */
const anchor = { luma: 0.2, lux: 5 } as const;
const gamma = 2.2;
/** Time (ms) until automatic exposure has settled. */
const exposureTime = 2000;

/**
 * Light meter that estimates from the brightness of the picture. Automatic exposure holds the luma near 0.45 (30 lux here) as long as
 * it can, so the meter distinguishes twilight from darkness, not a room from sunlight. Not tested with a real camera.
 */
export function pictureMeter(luma: (source: string) => Promise<number>, source: string): LightMeter {
  return {
    settle: exposureTime,
    read: async () => anchor.lux * (Math.max(0, await luma(source)) / anchor.luma) ** gamma,
    sleep: async () => undefined,
  };
}
