import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import type * as tt from '../generated/tt.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import { fieldOfView } from './field-of-view.ts';
import { statusToWire } from './positions.ts';
import type { PtzUnit } from './unit.ts';
import type { PtzUnits } from './units.ts';

/** Status (PTZ-06, PTZ-31). */
export function statusFeature(
  units: PtzUnits,
  now: () => number,
): Feature<Pick<Handlers<PtzOperations>, 'GetStatus'>, tptz.Capabilities> {
  const tellsPosition = units.all.every(({ facts }) => Object.values(facts.axes).every(({ absolute }) => absolute));
  const told = (unit: PtzUnit): tt.PTZStatus => {
    const view = fieldOfView(unit);
    return { ...statusToWire(unit, new Date(now())), ...(view && { FieldOfView: view }) };
  };
  return {
    capabilities: { MoveStatus: true, StatusPosition: tellsPosition },
    handlers: {
      GetStatus: ({ ProfileToken }) => ({ PTZStatus: told(units.ofProfile(ProfileToken)) }),
    },
  };
}
