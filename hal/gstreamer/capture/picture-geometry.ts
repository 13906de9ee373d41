import type { SourceGeometry, VideoSourceState } from '../../ports/media-engine.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

const sink = 'framesink name=sink';

/** Pixels that are cut off at each edge of the captured picture. */
function margins({ bounds }: SourceGeometry, { width, height }: VideoSourceState): Readonly<Record<string, number>> {
  const { x, y } = bounds;
  return { left: x, top: y, right: width - x - bounds.width, bottom: height - y - bounds.height };
}

/**
 * The capture plan of raw pictures with the geometry of the source before its sink. A picture that is whole and upright passes no
 * further element.
 */
export function withGeometry(plan: PipelinePlan, state: VideoSourceState): PipelinePlan {
  const { geometry } = state;
  if (geometry === undefined) return plan;
  const edges = margins(geometry, state);
  const cut = Object.values(edges).some((edge) => edge !== 0);
  const turned = geometry.rotate !== 0 || geometry.mirror;
  const turn = { degrees: geometry.rotate, mirror: geometry.mirror };
  const steps = [
    cut ? 'videocrop name=bounds ! ' : '',
    // Some formats of cameras cannot be turned; the converter passes all others on.
    turned ? 'videoconvert ! pictureturn name=turn ! ' : '',
  ];
  const properties = { ...plan.properties, ...(cut && { bounds: edges }), ...(turned && { turn }) };
  return { ...plan, launch: plan.launch.replace(sink, `${steps.join('')}${sink}`), properties };
}

/** Size of a source's picture after its geometry. */
export function pictureSize({ width, height, geometry }: VideoSourceState): { width: number; height: number } {
  const { bounds = { width, height }, rotate = 0 } = geometry ?? {};
  const lying = rotate === 90 || rotate === 270;
  return lying ? { width: bounds.height, height: bounds.width } : { width: bounds.width, height: bounds.height };
}
