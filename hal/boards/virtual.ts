import type { VideoEncoderCapabilities } from '../ports/media-engine.ts';
import type { Board } from './board.ts';
import { playback, sound } from './capabilities.ts';

const small = [
  { width: 320, height: 176 },
  { width: 640, height: 360 },
];
const large = [...small, { width: 800, height: 448 }, { width: 1280, height: 720 }];
const rates = [1, 2, 5, 8, 10, 12, 15, 20, 25, 30];

// Rates and sizes are those that two cores reach beside all other work.
const common = {
  bitrate: { min: 64, max: 16000 },
  govLength: { min: 1, max: 300 },
  quality: { min: 0, max: 100 },
  constantBitRate: true,
} as const;

const h264: VideoEncoderCapabilities = {
  ...common,
  codec: 'H264',
  resolutions: [
    { width: 320, height: 180 },
    { width: 640, height: 360 },
    { width: 800, height: 448 },
    { width: 960, height: 540 },
    { width: 1280, height: 720 },
  ],
  frameRates: rates,
  profiles: ['Baseline', 'Main', 'High'],
};

const h265: VideoEncoderCapabilities = {
  ...common,
  codec: 'H265',
  // Shorter groups need more than the bit rate (hal/codecs/h265.ts).
  govLength: { min: 5, max: 300 },
  resolutions: large,
  frameRates: rates.filter((rate) => rate <= 20),
  profiles: ['Main'],
};

// Sizes are multiples of 8, since RFC 2435 counts blocks.
const jpeg: VideoEncoderCapabilities = {
  ...common,
  codec: 'JPEG',
  resolutions: [{ width: 320, height: 240 }, ...large],
  frameRates: rates,
  govLength: { min: 1, max: 1 },
  profiles: [],
  constantBitRate: false,
};

/** Virtual board of `scripts/run` and of the tests: every part is simulated. */
export const virtual: Board = {
  name: 'virtual',
  manufacturer: 'Vedette',
  model: 'Virtual camera',
  hardwareId: 'virtual',
  sources: [
    {
      id: 'VideoSource1',
      camera: { driver: 'virtual' },
      ...{ width: 1280, height: 720, frameRate: 30 },
      modes: [
        { id: 'Mode1', width: 1280, height: 720, frameRate: 30, description: '720p, 30 pictures a second' },
        { id: 'Mode2', width: 1280, height: 720, frameRate: 25, description: '720p, 25 pictures a second' },
        { id: 'Mode3', width: 960, height: 540, frameRate: 30, description: '540p, 30 pictures a second' },
      ],
    },
  ],
  // No MPV4-ES: avenc_mpeg4 (GStreamer 1.22) gives all pictures the same timestamp.
  encoders: [h264, h265, jpeg],
  encoderInstances: { total: 4, H264: 4, H265: 2, JPEG: 4 },
  audioSources: [{ id: 'AudioSource1', driver: 'virtual', channels: 1 }],
  audioEncoders: sound,
  audioOutputs: [{ id: 'AudioOutput1', driver: 'virtual' }],
  audioDecoders: playback,
  axes: [
    { id: 'Pan1', axis: 'pan', min: -170, max: 170, maxSpeed: 90, drive: { kind: 'virtual', acceleration: 180 } },
    { id: 'Tilt1', axis: 'tilt', min: -30, max: 90, maxSpeed: 60, drive: { kind: 'virtual', acceleration: 120 } },
    { id: 'Zoom1', axis: 'zoom', min: 0, max: 1, maxSpeed: 0.5, drive: { kind: 'virtual', acceleration: 2 } },
  ],
  heads: [
    {
      id: 'PTZ1',
      // The drawn scene shows each degree with the same number of pixels.
      optics: { horizontalFieldOfView: 60, magnification: 8, projection: 'flat' },
    },
  ],
  irCutFilters: [{ id: 'IrCutFilter1', driver: 'virtual' }],
  illuminators: [{ id: 'Illuminator1', kind: 'infrared', driver: 'virtual' }],
  lightSensors: [{ id: 'LightSensor1', driver: 'virtual', seesInfrared: true }],
  relays: [
    { id: 'Relay1', driver: 'virtual', initial: { mode: 'Bistable', delay: 1000, idleState: 'open' } },
    { id: 'Relay2', driver: 'virtual', initial: { mode: 'Monostable', delay: 1000, idleState: 'open' } },
  ],
  digitalInputs: [
    { id: 'Input1', use: 'input', driver: 'virtual' },
    { id: 'Input2', use: 'input', driver: 'virtual' },
    { id: 'Tamper1', use: 'tamper', driver: 'virtual' },
  ],
  serialPorts: [
    {
      id: 'SerialPort1',
      driver: 'virtual',
      initial: { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 },
      loopback: true,
    },
  ],
  auxiliaries: [
    { id: 'Wiper', driver: 'virtual' },
    { id: 'Washer', driver: 'virtual', longest: 10_000 },
  ],
  machine: 'virtual',
};
