import type { Board } from './board.ts';
import { h264, jpeg } from './capabilities.ts';

/** Common facts of Raspberry Pis with a VideoCore encoder: camera behind libcamera, H.264 and JPEG in hardware, no sound. */
const videoCore: Omit<Board, 'name' | 'model' | 'hardwareId' | 'encoders'> = {
  manufacturer: 'Raspberry Pi',
  sources: [{ id: 'VideoSource1', camera: { driver: 'libcamera' }, width: 1920, height: 1080, frameRate: 30 }],
  encoderInstances: { total: 2, H264: 2, JPEG: 2 },
  encoderElements: { H264: ['v4l2h264enc', 'openh264enc', 'x264enc'], JPEG: ['v4l2jpegenc', 'jpegenc'] },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};

/** Raspberry Pi Zero 2 W, GPIO chip `pinctrl-bcm2835`. 512 MiB of memory suffice for one full and one small picture. */
export const raspberryPiZero2W: Board = {
  ...videoCore,
  name: 'raspberry-pi-zero-2w',
  model: 'Raspberry Pi Zero 2 W',
  hardwareId: 'raspberry-pi-zero-2w',
  encoders: [h264({ height: 1080, frameRate: 30 }), jpeg({ height: 720, frameRate: 15 })],
  analysis: { wide: 256, rate: 5 },
};

/** Raspberry Pi 3, GPIO chip `pinctrl-bcm2835`. */
export const raspberryPi3: Board = {
  ...videoCore,
  name: 'raspberry-pi-3',
  model: 'Raspberry Pi 3',
  hardwareId: 'raspberry-pi-3',
  encoders: [h264({ height: 1080, frameRate: 30 }), jpeg({ height: 1080, frameRate: 15 })],
  analysis: { wide: 320, rate: 5 },
};

/** Raspberry Pi 4, GPIO chip `pinctrl-bcm2711`. */
export const raspberryPi4: Board = {
  ...videoCore,
  name: 'raspberry-pi-4',
  model: 'Raspberry Pi 4',
  hardwareId: 'raspberry-pi-4',
  encoders: [h264({ height: 1080, frameRate: 30 }), jpeg({ height: 1080, frameRate: 30 })],
};

/** Raspberry Pi 5, GPIO chip `pinctrl-rp1`, which encodes on its cores for lack of a hardware encoder. */
export const raspberryPi5: Board = {
  ...videoCore,
  name: 'raspberry-pi-5',
  model: 'Raspberry Pi 5',
  hardwareId: 'raspberry-pi-5',
  encoders: [h264({ height: 1080, frameRate: 30 }), jpeg({ height: 1080, frameRate: 30 })],
  encoderElements: { H264: ['x264enc', 'openh264enc'], JPEG: ['jpegenc'] },
};
