import type { HeadAxis, HeadAxisFacts, HeadFacts, HeadPosition } from '../../../../hal/ports/ptz-head.ts';
import { presentMembers } from '../../../schema/present-members.ts';

/** Axes whose positive direction a client sees the other way round (PTZ-11). */
export interface Turned {
  readonly pan: boolean;
  readonly tilt: boolean;
}

function mirrored(axis: HeadAxisFacts | undefined, isTurned: boolean): HeadAxisFacts | undefined {
  return axis === undefined || !isTurned ? axis : { ...axis, min: -axis.max, max: -axis.min };
}

/** Facts of a head in the directions that clients see. */
export function turnedFacts(facts: HeadFacts, turned: Turned): HeadFacts {
  const { pan, tilt, zoom } = facts.axes;
  const axes = presentMembers({ pan: mirrored(pan, turned.pan), tilt: mirrored(tilt, turned.tilt), zoom });
  return { ...facts, axes };
}

/** Position or velocity in the other directions: from the head to the client, and back. */
export function turnedPosition(position: HeadPosition, turned: Turned): HeadPosition {
  const entries = Object.entries(position) as readonly (readonly [HeadAxis, number])[];
  return Object.fromEntries(
    entries.map(([axis, value]) => [axis, axis !== 'zoom' && turned[axis] && value !== 0 ? -value : value]),
  );
}
