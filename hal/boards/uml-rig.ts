import type { VideoEncoderCapabilities } from '../ports/media-engine.ts';
import type { Board } from './board.ts';

const common = {
  resolutions: [
    { width: 320, height: 176 },
    { width: 640, height: 360 },
  ],
  frameRates: [5, 10, 15, 25, 30],
  bitrate: { min: 64, max: 8000 },
  quality: { min: 0, max: 100 },
} as const;

const h264: VideoEncoderCapabilities = {
  ...common,
  codec: 'H264',
  govLength: { min: 1, max: 300 },
  profiles: ['Baseline', 'Main', 'High'],
  constantBitRate: true,
};

const jpeg: VideoEncoderCapabilities = {
  ...common,
  codec: 'JPEG',
  govLength: { min: 1, max: 1 },
  profiles: [],
  constantBitRate: false,
};

/** Emulated board of scripts/board-rig: real drivers of the kernel with simulated devices. */
export const umlRig: Board = {
  name: 'uml-rig',
  manufacturer: 'Vedette',
  model: 'Emulated board',
  hardwareId: 'uml-rig',
  sources: [
    { id: 'VideoSource1', camera: { driver: 'v4l2', device: '/dev/video0' }, width: 640, height: 360, frameRate: 30 },
  ],
  encoders: [h264, jpeg],
  encoderInstances: { total: 2, H264: 2, JPEG: 2 },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};
