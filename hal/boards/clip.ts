import type { VideoCodec } from '../ports/media-engine.ts';
import type { Board } from './board.ts';

const path = process.env.VEDETTE_CLIP ?? 'clip.h264';

const codecs: Readonly<Record<string, VideoCodec>> = { h265: 'H265', mjpeg: 'JPEG', m4v: 'MPV4-ES' };
const codec = codecs[path.slice(path.lastIndexOf('.') + 1)] ?? 'H264';

/** Camera that delivers encoded frames: plays the clip VEDETTE_CLIP (.h264 or .mp4, .h265, .mjpeg, .m4v; 720p30, no B-frames). */
export const clip: Board = {
  name: 'clip',
  manufacturer: 'Vedette',
  model: 'Clip camera',
  hardwareId: 'clip',
  sources: [
    {
      id: 'VideoSource1',
      camera: { driver: 'encoded-file', codec, path },
      width: 1280,
      height: 720,
      frameRate: 30,
    },
  ],
  // Frames of the camera are sent unchanged, so there is no choice.
  encoders: [
    {
      codec,
      resolutions: [{ width: 1280, height: 720 }],
      frameRates: [30],
      bitrate: { min: 4000, max: 4000 },
      govLength: { min: 60, max: 60 },
      quality: { min: 50, max: 50 },
      profiles: codec === 'H264' || codec === 'H265' ? ['Main'] : [],
      constantBitRate: true,
    },
  ],
  encoderInstances: { total: 4, [codec]: 4 },
  audioSources: [],
  audioEncoders: [],
  audioOutputs: [],
};
