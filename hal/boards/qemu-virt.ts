import type { Board } from './board.ts';

/**
 * QEMU's `virt` machine with an emulated arm64 processor (`scripts/qemu`): the target's programs without its hardware. Sizes and rates
 * are those that x264 reaches there on two cores of a developer's machine.
 */
export const qemuVirt: Board = {
  name: 'qemu-virt',
  manufacturer: 'Vedette',
  model: 'Emulated arm64 camera',
  hardwareId: 'qemu-virt',
  sources: [{ id: 'VideoSource1', camera: { driver: 'virtual' }, width: 640, height: 360, frameRate: 10 }],
  encoders: [
    {
      codec: 'H264',
      resolutions: [
        { width: 320, height: 180 },
        { width: 640, height: 360 },
      ],
      frameRates: [1, 2, 5, 8, 10],
      bitrate: { min: 64, max: 4000 },
      govLength: { min: 1, max: 100 },
      quality: { min: 0, max: 100 },
      profiles: ['Baseline', 'Main'],
      constantBitRate: true,
    },
    {
      codec: 'JPEG',
      resolutions: [
        { width: 320, height: 176 },
        { width: 640, height: 360 },
      ],
      frameRates: [1, 2, 5, 8, 10],
      bitrate: { min: 64, max: 4000 },
      govLength: { min: 1, max: 1 },
      quality: { min: 0, max: 100 },
      profiles: [],
      constantBitRate: false,
    },
  ],
  encoderInstances: { total: 2, H264: 2, JPEG: 2 },
  audioSources: [{ id: 'AudioSource1', driver: 'virtual', channels: 1 }],
  audioEncoders: [
    { codec: 'PCMU', bitrates: [64], sampleRates: [8000] },
    { codec: 'PCMA', bitrates: [64], sampleRates: [8000] },
  ],
  audioOutputs: [{ id: 'AudioOutput1', driver: 'virtual' }],
};
