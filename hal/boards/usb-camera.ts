import type { Board } from './board.ts';
import { h264, jpeg, playback, sound } from './capabilities.ts';

/** Linux machine with a USB camera: the first capture device, and ALSA's default devices for sound. */
export const usbCamera: Board = {
  name: 'usb-camera',
  manufacturer: 'Vedette',
  model: 'USB camera',
  hardwareId: 'usb-camera',
  sources: [{ id: 'VideoSource1', camera: { driver: 'v4l2', device: 'any' }, width: 1280, height: 720, frameRate: 30 }],
  encoders: [h264({ height: 720, frameRate: 30 }), jpeg({ height: 720, frameRate: 30 })],
  encoderInstances: { total: 3, H264: 3, JPEG: 3 },
  audioSources: [{ id: 'AudioSource1', driver: 'alsa', channels: 1, device: 'default' }],
  audioEncoders: sound,
  audioOutputs: [{ id: 'AudioOutput1', driver: 'alsa', device: 'default' }],
  audioDecoders: playback,
};
