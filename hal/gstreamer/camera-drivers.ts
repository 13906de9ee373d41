import type { CameraFact } from '../boards/board.ts';
import { HalError } from '../ports/hal-error.ts';
import type { VideoCodec, VideoSourceState } from '../ports/media-engine.ts';
import type { PipelinePlan } from './pipeline.ts';

/** What a camera delivers: pictures to be encoded, or access units that are sent as they are. */
export type CameraOutput = 'raw' | VideoCodec;

export function cameraOutput(camera: CameraFact): CameraOutput {
  return camera.driver === 'encoded-file' ? camera.codec : 'raw';
}

// As length-prefixed units: into a byte stream the parser would put delimiters, one more packet per picture.
const parsers: Readonly<Record<VideoCodec, string>> = {
  H264: 'h264parse config-interval=-1 ! video/x-h264,stream-format=avc,alignment=au',
  H265: 'h265parse config-interval=-1 ! video/x-h265,stream-format=hvc1,alignment=au',
  JPEG: 'jpegparse',
  'MPV4-ES': 'mpeg4videoparse config-interval=-1',
};

function virtualScene(state: VideoSourceState): PipelinePlan {
  const rate = `${Math.round(state.frameRate * 1000)}/1000`;
  const caps = `video/x-raw,format=I420,width=${state.width},height=${state.height},framerate=${rate}`;
  return {
    launch: 'scenesrc name=camera ! capsfilter name=format ! framesink name=sink',
    properties: { format: { caps }, sink: { channel: state.id } },
  };
}

function encodedFile(path: string, codec: VideoCodec, state: VideoSourceState): PipelinePlan {
  const demuxer = path.endsWith('.mp4') ? 'qtdemux ! ' : '';
  return {
    launch: `filesrc name=file ! ${demuxer}${parsers[codec]} ! frameloop name=camera ! framesink name=sink`,
    properties: { file: { location: path }, camera: { rate: state.frameRate }, sink: { channel: state.id } },
  };
}

/** The capture pipeline of a camera: ends in a `framesink` on the channel of the source. */
export function capturePlan(camera: CameraFact, state: VideoSourceState): PipelinePlan {
  switch (camera.driver) {
    case 'virtual':
      return virtualScene(state);
    case 'encoded-file':
      return encodedFile(camera.path, camera.codec, state);
    default:
      throw new HalError('unsupported', `no driver for ${camera.driver} cameras`);
  }
}
