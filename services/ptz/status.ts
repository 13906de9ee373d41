import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import { statusToWire } from './positions.ts';
import type { PtzUnits } from './units.ts';

/** Status (PTZ-06, PTZ-31). */
export function statusFeature(
  units: PtzUnits,
  now: () => number,
): Feature<Pick<Handlers<PtzOperations>, 'GetStatus'>, tptz.Capabilities> {
  const tellsPosition = units.all.every(({ facts }) => Object.values(facts.axes).every(({ absolute }) => absolute));
  return {
    capabilities: { MoveStatus: true, StatusPosition: tellsPosition },
    handlers: {
      GetStatus: ({ ProfileToken }) => ({ PTZStatus: statusToWire(units.ofProfile(ProfileToken), new Date(now())) }),
    },
  };
}
