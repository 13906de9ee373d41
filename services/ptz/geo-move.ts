import { Fault } from '../faults/fault.ts';
import type { PtzOperations } from '../generated/ptz-operations.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import type { PtzUnits } from './units.ts';

/** Moves to places of the world (PTZ-12): refused, as the camera has no place of its own yet that clients could set. */
export function geoMoveFeature(units: PtzUnits): Feature<Pick<Handlers<PtzOperations>, 'GeoMove'>, object> {
  return {
    capabilities: {},
    handlers: {
      GeoMove: ({ ProfileToken }) => {
        units.ofProfile(ProfileToken);
        throw new Fault('GeoMoveNotSupported', 'The place of the camera cannot be set');
      },
    },
  };
}
