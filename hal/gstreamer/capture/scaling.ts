import type { PipelinePlan } from '../pipeline/pipeline.ts';
import type { VideoCapture } from './capture.ts';

/**
 * Part of a pipeline that scales decoded frames of a capture to the caps behind it: the whole picture, or the window of it that
 * the source's state names.
 */
export function scaling({ id, windowed }: Pick<VideoCapture, 'id' | 'windowed'>): PipelinePlan {
  if (!windowed) return { launch: 'videoscale', properties: {} };
  return { launch: 'windowscale name=window ! videoconvert', properties: { window: { channel: id } } };
}
