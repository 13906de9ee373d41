import { z } from 'zod';
import type { HeadPosition, HeadSpeed } from '../../../hal/ports/ptz-head.ts';
import { clamp } from '../../../hal/ports/range.ts';
import type { PtzOperations } from '../../generated/ptz-operations.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../../settings/setting.ts';
import type { Feature } from '../../soap/feature.ts';
import type { Handlers } from '../../soap/service.ts';
import type { Issuer, Move, PtzUnit } from '../unit.ts';
import type { PtzUnits } from '../units.ts';
import { readSpeed } from '../vectors.ts';
import { positionSchema } from './preset-list.ts';
import { positionedUnit, presentPosition } from './presets.ts';

type Homes = Readonly<Record<string, HeadPosition>>;

/** Home positions that clients set, by head (PTZ-08). */
export const homeSetting: SettingDefinition<Homes> = setting<Homes>({
  name: 'ptz-home',
  version: 1,
  schema: z.record(z.string(), positionSchema),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: true,
});

/** Home of a head that no client has set: straight ahead, wide. */
function usualHome({ facts }: PtzUnit): HeadPosition {
  const axes = Object.entries(facts.axes).filter(([, { absolute }]) => absolute);
  return Object.fromEntries(axes.map(([axis, range]) => [axis, clamp(0, range)]));
}

/** Home positions of all heads. */
export class HomePositions {
  readonly #setting: Setting<Homes>;

  constructor(settings: Settings) {
    this.#setting = settings.open(homeSetting);
  }

  of(unit: PtzUnit): HeadPosition {
    return { ...usualHome(unit), ...this.#setting.get()[unit.token] };
  }

  async set(unit: PtzUnit): Promise<void> {
    const position = presentPosition(unit);
    await this.#setting.change((present) => ({ ...present, [unit.token]: position }));
  }

  /** Moves a head home, as near as its limits allow. Resolves with the move once the head has begun. */
  recall(unit: PtzUnit, speed: HeadSpeed, issuer: Issuer): Promise<Move> {
    return unit.begin(unit.reachable(this.of(unit)), speed, issuer);
  }
}

/** Home operations (PTZ-08): the position is never fixed, and always there. */
export function homeFeature(
  units: PtzUnits,
  homes: HomePositions,
): Feature<Pick<Handlers<PtzOperations>, 'GotoHomePosition' | 'SetHomePosition'>, object> {
  return {
    capabilities: {},
    handlers: {
      GotoHomePosition: async ({ ProfileToken, Speed }) => {
        const unit = positionedUnit(units, ProfileToken);
        await homes.recall(unit, readSpeed(Speed, unit.spaces, unit.entity.speed), 'client');
        return {};
      },
      SetHomePosition: async ({ ProfileToken }) => {
        await homes.set(positionedUnit(units, ProfileToken));
        return {};
      },
    },
  };
}
