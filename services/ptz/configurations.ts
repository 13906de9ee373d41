import { suits } from '../entities/belonging.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { changePtz } from '../entities/kinds/ptz/change.ts';
import { looksPastVertical, reverseModes, timeouts } from '../entities/kinds/ptz/entity.ts';
import { ptzOptions, ptzToWire } from '../entities/kinds/ptz/view.ts';
import { useCount } from '../entities/kinds.ts';
import { findConfiguration, findProfile, isAddable } from '../entities/profiles.ts';
import { Fault } from '../faults/fault.ts';
import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import type * as tt from '../generated/tt.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import type { PtzUnit } from './unit.ts';
import type { PtzUnits } from './units.ts';

type ConfigurationOperations =
  | 'GetConfigurations'
  | 'GetConfiguration'
  | 'GetConfigurationOptions'
  | 'SetConfiguration'
  | 'GetCompatibleConfigurations';

type Store = Pick<EntityStore, 'board' | 'entities' | 'change'>;

function compatible({ entities, board }: Store, units: PtzUnits, token: string): readonly PtzUnit[] {
  const profile = findProfile(entities, token);
  if (!isAddable(profile, 'PTZ', 'media2')) return [];
  return units.all.filter((unit) => suits(entities, profile, 'PTZ', unit.token, board));
}

/** Configurations (PTZ-02, PTZ-03, PTZ-11). The token of a node stands for that of its configuration (iSpy). */
export function configurationFeature(
  units: PtzUnits,
  store: Store,
): Feature<Pick<Handlers<PtzOperations>, ConfigurationOperations>, tptz.Capabilities> {
  const told = ({ facts, entity, directions }: PtzUnit): tt.PTZConfiguration =>
    ptzToWire(facts, entity, useCount(store.entities, 'PTZ', entity.token), directions);
  const one = (token: string): PtzUnit => {
    const unit = units.find(token);
    if (unit === undefined) throw new Fault('NoConfig');
    return unit;
  };
  return {
    capabilities: {
      EFlip: units.all.some(({ facts }) => looksPastVertical(facts)),
      Reverse: true,
      GetCompatibleConfigurations: true,
    },
    handlers: {
      GetConfigurations: () => ({ PTZConfiguration: units.all.map(told) }),
      GetConfiguration: ({ PTZConfigurationToken }) => ({ PTZConfiguration: told(one(PTZConfigurationToken)) }),
      GetCompatibleConfigurations: ({ ProfileToken }) => ({
        PTZConfiguration: compatible(store, units, ProfileToken).map(told),
      }),
      GetConfigurationOptions: ({ ConfigurationToken }) => {
        const { facts, directions } = one(ConfigurationToken);
        return { PTZConfigurationOptions: ptzOptions(facts, directions, timeouts, reverseModes) };
      },
      // Persistent whatever ForcePersistence says: the standard has withdrawn temporary settings.
      SetConfiguration: async ({ PTZConfiguration }) => {
        const { token } = PTZConfiguration;
        const { facts, directions } = one(token);
        await store.change((present) => {
          const changed = changePtz(facts, findConfiguration(present, 'PTZ', token), PTZConfiguration, directions);
          const PTZ = present.PTZ.map((entity) => (entity.token === token ? changed : entity));
          return { next: { ...present, PTZ }, changes: [{ kind: 'configuration', token, type: 'PTZ' }] };
        });
        return {};
      },
    },
  };
}
