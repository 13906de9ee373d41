import type { VideoCodec } from '../ports/media-engine.ts';
import type { VideoFormat } from './encoder.ts';
import { h264 } from './h264.ts';
import { h265 } from './h265.ts';
import { jpeg } from './jpeg.ts';
import { mpeg4 } from './mpeg4.ts';

/** Video codecs. A new codec is one file and one line here. */
export const videoFormats: Readonly<Record<VideoCodec, VideoFormat>> = {
  H264: h264,
  H265: h265,
  JPEG: jpeg,
  'MPV4-ES': mpeg4,
};
