import { spacesToWire } from '../entities/kinds/ptz/spaces.ts';
import { Fault } from '../faults/fault.ts';
import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tt from '../generated/tt.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import type { PtzUnit } from './unit.ts';
import type { PtzUnits } from './units.ts';

/** Members of a node that other features know. */
type NodeParts = (unit: PtzUnit) => Omit<tt.PTZNode, 'token' | 'Name' | 'SupportedPTZSpaces'>;

/** Nodes (PTZ-01): heads as they are made, one each. */
export function nodeFeature(
  units: PtzUnits,
  parts: NodeParts,
): Feature<Pick<Handlers<PtzOperations>, 'GetNodes' | 'GetNode'>, object> {
  const told = (unit: PtzUnit): tt.PTZNode => ({
    token: unit.token,
    Name: unit.token,
    SupportedPTZSpaces: spacesToWire(unit.spaces),
    ...parts(unit),
  });
  return {
    capabilities: {},
    handlers: {
      GetNodes: () => ({ PTZNode: units.all.map(told) }),
      GetNode: ({ NodeToken }) => {
        const unit = units.find(NodeToken);
        if (unit === undefined) throw new Fault('NoEntity');
        return { PTZNode: told(unit) };
      },
    },
  };
}
