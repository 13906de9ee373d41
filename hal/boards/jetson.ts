import type { Board } from './board.ts';
import { h264, h265, jpeg } from './capabilities.ts';

/** Common facts of Jetson Orin modules: a camera behind Argus, GPIO chip `tegra234-gpio`, no sound. */
const orin: Omit<Board, 'name' | 'model' | 'hardwareId' | 'encoders' | 'encoderInstances'> = {
  manufacturer: 'NVIDIA',
  sources: [{ id: 'VideoSource1', camera: { driver: 'argus', sensor: 0 }, width: 1920, height: 1080, frameRate: 30 }],
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};

/** Jetson Orin NX, which encodes H.264 and H.265 in hardware. */
export const jetsonOrinNx: Board = {
  ...orin,
  name: 'jetson-orin-nx',
  model: 'Jetson Orin NX',
  hardwareId: 'jetson-orin-nx',
  encoders: [
    h264({ height: 1080, frameRate: 60 }),
    h265({ height: 1080, frameRate: 60 }),
    jpeg({ height: 1080, frameRate: 30 }),
  ],
  encoderInstances: { total: 4, H264: 4, H265: 4, JPEG: 4 },
  encoderElements: { H264: ['nvv4l2h264enc', 'x264enc'], H265: ['nvv4l2h265enc', 'x265enc'], JPEG: ['jpegenc'] },
};

/** Jetson Orin Nano, which encodes on its six cores for lack of a hardware encoder. */
export const jetsonOrinNano: Board = {
  ...orin,
  name: 'jetson-orin-nano',
  model: 'Jetson Orin Nano',
  hardwareId: 'jetson-orin-nano',
  encoders: [
    h264({ height: 1080, frameRate: 30 }),
    h265({ height: 720, frameRate: 15 }),
    jpeg({ height: 1080, frameRate: 30 }),
  ],
  encoderInstances: { total: 3, H264: 3, H265: 1, JPEG: 3 },
  encoderElements: { H264: ['x264enc', 'openh264enc'], H265: ['x265enc'], JPEG: ['jpegenc'] },
};
