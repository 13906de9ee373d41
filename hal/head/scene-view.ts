import { magnificationAt } from '../ports/magnification.ts';
import type { SceneView } from '../ports/media-engine.ts';
import type { HeadFacts, HeadOptics, HeadPosition } from '../ports/ptz-head.ts';
import { clamp } from '../ports/range.ts';

/** Optics of a head whose board tells none. */
const usualOptics: HeadOptics = { horizontalFieldOfView: 60, aspect: 16 / 9, magnification: 8, projection: 'flat' };

/** View of a virtual camera on a head of motors; an axis whose position is not known is where it will be opened. */
export function sceneView({ axes, optics = usualOptics }: HeadFacts, { pan, tilt, zoom }: HeadPosition): SceneView {
  return {
    pan: pan ?? (axes.pan === undefined ? 0 : clamp(0, axes.pan)),
    tilt: tilt ?? (axes.tilt === undefined ? 0 : clamp(0, axes.tilt)),
    fieldOfView: optics.horizontalFieldOfView / magnificationAt(optics, zoom ?? 0),
  };
}
