import type { Board } from './board.ts';

/** A camera that delivers encoded frames: it plays the clip that VEDETTE_CLIP names (.h264 or .mp4, 720p30, no B-frames). */
export const clip: Board = {
  name: 'clip',
  manufacturer: 'Vedette',
  model: 'Clip camera',
  hardwareId: 'clip',
  sources: [
    {
      id: 'VideoSource1',
      camera: { driver: 'h264-file', path: process.env.VEDETTE_CLIP ?? 'clip.h264' },
      width: 1280,
      height: 720,
      frameRate: 30,
    },
  ],
  // What the camera sends is passed on: there is nothing to choose.
  encoders: [
    {
      codec: 'H264',
      resolutions: [{ width: 1280, height: 720 }],
      frameRates: [30],
      bitrate: { min: 4000, max: 4000 },
      govLength: { min: 60, max: 60 },
      quality: { min: 50, max: 50 },
      profiles: ['Main'],
      constantBitRate: true,
    },
  ],
  encoderInstances: { total: 4, H264: 4 },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};
