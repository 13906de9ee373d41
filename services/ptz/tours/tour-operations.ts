import type { PtzOperations } from '../../generated/ptz-operations.ts';
import type { Feature } from '../../soap/feature.ts';
import type { Handlers } from '../../soap/service.ts';
import { type Presets, positionedUnit } from '../presets/presets.ts';
import type { PtzUnits } from '../units.ts';
import { tourOptions } from './tour-wire.ts';
import type { PresetTours } from './tours.ts';

type TourOperations = Extract<keyof PtzOperations, `${string}PresetTour${string}`>;

/** Operations of preset tours (PTZ-10). */
export function tourFeature(
  units: PtzUnits,
  presets: Presets,
  tours: PresetTours,
): Feature<Pick<Handlers<PtzOperations>, TourOperations>, object> {
  return {
    capabilities: {},
    handlers: {
      GetPresetTours: ({ ProfileToken }) => ({ PresetTour: tours.all(positionedUnit(units, ProfileToken)) }),
      GetPresetTour: ({ ProfileToken, PresetTourToken }) => ({
        PresetTour: tours.one(positionedUnit(units, ProfileToken), PresetTourToken),
      }),
      GetPresetTourOptions: ({ ProfileToken, PresetTourToken }) => {
        const unit = positionedUnit(units, ProfileToken);
        if (PresetTourToken !== undefined) tours.one(unit, PresetTourToken);
        return { Options: tourOptions(unit, presets.of(unit)) };
      },
      CreatePresetTour: async ({ ProfileToken }) => ({
        PresetTourToken: await tours.create(positionedUnit(units, ProfileToken)),
      }),
      ModifyPresetTour: async ({ ProfileToken, PresetTour }) => {
        await tours.modify(positionedUnit(units, ProfileToken), PresetTour);
        return {};
      },
      OperatePresetTour: async ({ ProfileToken, PresetTourToken, Operation }) => {
        await tours.operate(positionedUnit(units, ProfileToken), PresetTourToken, Operation);
        return {};
      },
      RemovePresetTour: async ({ ProfileToken, PresetTourToken }) => {
        await tours.remove(positionedUnit(units, ProfileToken), PresetTourToken);
        return {};
      },
    },
  };
}
