import type { Board } from '../../../hal/boards/board.ts';
import type { VideoEncoderCapabilities } from '../../../hal/ports/media-engine.ts';

const h264: VideoEncoderCapabilities = {
  codec: 'H264',
  resolutions: [
    { width: 320, height: 180 },
    { width: 640, height: 360 },
    { width: 800, height: 448 },
    { width: 1280, height: 720 },
  ],
  frameRates: [1, 2, 5, 8, 10, 12, 15, 20, 25, 30],
  bitrate: { min: 64, max: 16_000 },
  govLength: { min: 1, max: 300 },
  quality: { min: 0, max: 100 },
  profiles: ['Baseline', 'Main', 'High'],
  constantBitRate: true,
};

/** One camera, H.264, nothing else. */
export const plain: Board = {
  name: 'plain',
  manufacturer: 'Vedette',
  model: 'Plain camera',
  hardwareId: 'plain',
  sources: [{ id: 'VideoSource1', camera: { driver: 'virtual' }, width: 1280, height: 720, frameRate: 30 }],
  encoders: [h264],
  encoderInstances: { total: 2, H264: 2 },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};

/** Every codec that the standard names, a microphone and a speaker. */
export const full: Board = {
  ...plain,
  name: 'full',
  encoders: [
    h264,
    { ...h264, codec: 'H265', profiles: ['Main', 'Main10'], bitrate: { min: 32, max: 8000 } },
    {
      ...h264,
      codec: 'JPEG',
      profiles: [],
      frameRates: [1, 5, 10, 15],
      bitrate: { min: 256, max: 32_000 },
      govLength: { min: 1, max: 1 },
      quality: { min: 10, max: 90 },
      constantBitRate: false,
    },
    { ...h264, codec: 'MPV4-ES', profiles: ['Simple', 'AdvancedSimple'] },
  ],
  encoderInstances: { total: 3, H264: 3, H265: 2, JPEG: 1, 'MPV4-ES': 1 },
  audioSources: [{ id: 'AudioSource1', driver: 'virtual', channels: 1 }],
  audioEncoders: [
    { codec: 'PCMU', bitrates: [64], sampleRates: [8000] },
    { codec: 'PCMA', bitrates: [64], sampleRates: [8000] },
    { codec: 'G726', bitrates: [16, 24, 32, 40], sampleRates: [8000] },
    { codec: 'mpeg4-generic', bitrates: [32, 64, 128], sampleRates: [16_000, 44_100, 48_000] },
  ],
  audioOutputs: [{ id: 'AudioOutput1', driver: 'virtual' }],
  audioDecoders: [
    { codec: 'PCMU', bitrates: [64], sampleRates: [8000] },
    { codec: 'PCMA', bitrates: [64], sampleRates: [8000] },
    { codec: 'mpeg4-generic', bitrates: [32, 64], sampleRates: [16_000] },
  ],
};

/** A head of three motors beside the camera. */
export const turning: Board = {
  ...plain,
  name: 'turning',
  axes: [
    { id: 'Pan1', axis: 'pan', min: -170, max: 170, maxSpeed: 100, drive: { kind: 'virtual', acceleration: 200 } },
    { id: 'Tilt1', axis: 'tilt', min: -30, max: 90, maxSpeed: 50, drive: { kind: 'virtual', acceleration: 100 } },
    { id: 'Zoom1', axis: 'zoom', min: 0, max: 1, maxSpeed: 0.5, drive: { kind: 'virtual', acceleration: 2 } },
  ],
};

/** Identity of the camera under test: its default groups follow from it. */
export const deviceId = '2f1c6a52-7f6a-4b0e-9d1a-0d6f3c1f7a11';
