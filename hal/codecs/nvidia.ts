import type { VideoProfile } from '../ports/media-engine.ts';
import type { VideoEncoder } from './encoder.ts';

/**
 * Encoder of Jetson (Xavier, Orin NX; Orin Nano has the elements without hardware), not tested on one. The encoder reads pictures only
 * from NVIDIA's memory, and gets its profile by a property, not by caps.
 * @param numbers values of the profile property
 */
export function nvidiaEncoder(
  element: string,
  numbers: Readonly<Partial<Record<VideoProfile, number>> & { Main: number }>,
): VideoEncoder {
  return {
    element,
    launch: (state) =>
      `nvvidconv ! video/x-raw(memory:NVMM),format=NV12 ! ${element} name=encoder maxperf-enable=true ` +
      `preset-level=1 insert-sps-pps=true control-rate=${state.constantBitRate ? 1 : 0} ` +
      `profile=${numbers[state.profile ?? 'Main'] ?? numbers.Main}`,
    settings: (state) => ({
      bitrate: state.bitrate * 1000,
      iframeinterval: state.govLength,
      idrinterval: state.govLength,
    }),
    // The element declares `bitrate` changeable before it starts, not while it plays.
    live: {},
    profiles: Object.fromEntries(Object.keys(numbers).map((profile) => [profile, ''])),
    abilities: {
      rates: ['constant', 'variable'],
      govLength: { min: 1, max: 1000 },
      bitrate: { min: 1, max: 240_000 },
      width: { min: 160, max: 4096 },
      height: { min: 64, max: 4096 },
      pixelRate: 3840 * 2160 * 60,
    },
  };
}
