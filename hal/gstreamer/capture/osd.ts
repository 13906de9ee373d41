import type { VideoEncoderState, VideoSourceState } from '../../ports/media-engine.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { pictureSize } from './picture-geometry.ts';

/** Part of a pipeline that draws the on-screen display over frames in the encoder's size. */
export function onScreenDisplay(encoder: VideoEncoderState, source: VideoSourceState): PipelinePlan {
  const { width, height } = pictureSize(source);
  return {
    launch: 'osdblend name=osd',
    properties: { osd: { layers: encoder.osd, 'picture-width': width, 'picture-height': height } },
  };
}
