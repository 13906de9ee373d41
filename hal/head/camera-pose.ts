import { magnificationAt } from '../ports/magnification.ts';
import type { CameraPose } from '../ports/media-engine.ts';
import type { HeadAxis, HeadFacts, HeadOptics, HeadStatus } from '../ports/ptz-head.ts';
import { clamp } from '../ports/range.ts';

/** Seconds for which a pose of moving motors holds: two reports, and their way to the media process. */
const reach = 0.1;
/** Milliseconds after which a pose that did not change is told again while motors move. */
const renewal = 80;

const degree = Math.PI / 180;

function fieldOfViewAt(optics: HeadOptics, zoom: number): number {
  const magnification = magnificationAt(optics, zoom);
  if (optics.projection === 'flat') return optics.horizontalFieldOfView / magnification;
  return (2 * Math.atan(Math.tan((optics.horizontalFieldOfView / 2) * degree) / magnification)) / degree;
}

/**
 * Where the camera of a head of motors may look from now on. While motors move that is as far as their highest speed takes them until
 * the next report.
 * @param now monotonic, ms
 * @returns undefined for a head whose directions cannot be told at all
 */
export function cameraPose(
  { axes, optics, digital }: HeadFacts,
  status: HeadStatus,
  now: number,
): CameraPose | undefined {
  if (optics === undefined || digital || axes.pan === undefined || axes.tilt === undefined) return undefined;
  const { position, moving, error } = status;
  const known =
    error === undefined &&
    position.pan !== undefined &&
    position.tilt !== undefined &&
    (axes.zoom === undefined || position.zoom !== undefined);
  const bounds = (axis: HeadAxis): { readonly min: number; readonly max: number } => {
    const [facts, at = 0] = [axes[axis], position[axis]];
    const far = (axis === 'zoom' ? moving.zoom : moving.panTilt) ? (facts?.maxSpeed ?? 0) * reach : 0;
    return { min: at - far, max: at + far };
  };
  const zoom = bounds('zoom');
  const range = { min: 0, max: 1 };
  const isMoving = moving.panTilt || moving.zoom;
  return {
    ...{ known, moving: isMoving, projection: optics.projection, aspect: optics.aspect },
    ...{ pan: bounds('pan'), tilt: bounds('tilt') },
    fieldOfView: {
      min: fieldOfViewAt(optics, clamp(zoom.max, range)),
      max: fieldOfViewAt(optics, clamp(zoom.min, range)),
    },
    told: isMoving ? Math.floor(now / renewal) : 0,
  };
}
