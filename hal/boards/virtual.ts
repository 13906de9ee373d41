import type { Board } from './board.ts';

/** The board of `scripts/run` and of the tests: everything behaves, nothing is real. */
export const virtual: Board = {
  name: 'virtual',
  manufacturer: 'Vedette',
  model: 'Virtual camera',
  hardwareId: 'virtual',
  sources: [{ id: 'VideoSource1', camera: { driver: 'virtual' }, width: 1280, height: 720, frameRate: 30 }],
  encoders: [
    {
      codec: 'H264',
      resolutions: [
        { width: 320, height: 180 },
        { width: 640, height: 360 },
        { width: 800, height: 448 },
        { width: 960, height: 540 },
        { width: 1280, height: 720 },
      ],
      frameRates: [1, 2, 5, 8, 10, 12, 15, 20, 25, 30],
      bitrate: { min: 64, max: 16000 },
      govLength: { min: 1, max: 300 },
      quality: { min: 0, max: 100 },
      profiles: ['Baseline', 'Main', 'High'],
      constantBitRate: true,
    },
  ],
  encoderInstances: { total: 4, H264: 4 },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};
