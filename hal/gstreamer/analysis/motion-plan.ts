import type { VideoSourceState } from '../../ports/media-engine.ts';
import type { AnalysisState, PictureRectangle } from '../../ports/scene-analyser.ts';
import type { CameraOutput } from '../capture/camera-driver.ts';
import { decoding } from '../capture/decoders.ts';
import { mapText, partAfter, pictureMap } from '../capture/picture-geometry.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** Encoded frames that may wait: all of them are needed where one depends on others. */
const encodedDepth = 30;

/** Rectangles as the element `motionsink` reads them. */
function rectanglesText(rectangles: readonly PictureRectangle[]): string {
  const list = rectangles.map(({ left, top, right, bottom }) =>
    [left, top, right, bottom].map((edge) => edge.toExponential()).join(', '),
  );
  return `[${list.map((edges) => `(${edges})`).join(', ')}]`;
}

/** Settings of `motionsink` that may change while it runs. @param marks parts of the captured picture that the camera writes into */
export function motionSettings(
  { sensitivity, ignored }: AnalysisState,
  source: VideoSourceState,
  marks: readonly PictureRectangle[],
): Readonly<Record<string, string | number>> {
  const map = pictureMap(source);
  const all = [...ignored, ...marks.map((mark) => partAfter(map, mark))];
  return { sensitivity: Math.round(sensitivity), ignored: rectanglesText(all) };
}

/**
 * Plan of the motion analysis on the channel of a source. Pictures that no other depends on are left out before they are decoded.
 */
export function motionPlan(state: AnalysisState, source: VideoSourceState, output: CameraOutput): PipelinePlan {
  const { wide } = state;
  const rate = Math.min(state.rate, source.frameRate);
  const independent = output === 'raw' || output === 'JPEG';
  return {
    launch: `framesrc name=source ! ${decoding(output)}${output === 'raw' ? '' : 'videoconvert ! '}motionsink name=motion`,
    properties: {
      source: {
        ...{ channel: source.id, 'tell-substitutes': true },
        ...(independent ? { depth: 1, rate } : { depth: encodedDepth, rate: 0 }),
      },
      motion: { channel: source.id, wide, map: mapText(pictureMap(source)), rate: independent ? 0 : rate },
    },
  };
}
