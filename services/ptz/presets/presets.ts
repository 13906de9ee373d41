import type { HeadPosition, HeadSpeed } from '../../../hal/ports/ptz-head.ts';
import type { EventSink } from '../../events/event-message.ts';
import { Fault } from '../../faults/fault.ts';
import type { PtzOperations } from '../../generated/ptz-operations.ts';
import type * as tt from '../../generated/tt.ts';
import { OwnedList } from '../../owned-list/owned-list.ts';
import type { Settings } from '../../settings/setting.ts';
import type { Feature } from '../../soap/feature.ts';
import type { Handlers } from '../../soap/service.ts';
import { axesOf } from '../bounds.ts';
import { positionToWire } from '../positions.ts';
import type { Issuer, Move, PtzUnit } from '../unit.ts';
import type { PtzUnits } from '../units.ts';
import { readSpeed } from '../vectors.ts';
import { PresetEvents, presetTopics } from './preset-events.ts';
import { nameOf, newPresetName, type Preset, presetDefinition } from './preset-list.ts';

/** Whether a head has positions at all: presets, home and tours need them. */
export function hasPositions({ facts }: PtzUnit): boolean {
  return Object.values(facts.axes).some(({ absolute }) => absolute);
}

/** Unit of a profile that has positions. Faults: NoProfile, NoPTZProfile, ActionNotSupported. */
export function positionedUnit(units: PtzUnits, profile: string): PtzUnit {
  const unit = units.ofProfile(profile);
  if (!hasPositions(unit)) throw new Fault('ActionNotSupported', 'The head knows no positions');
  return unit;
}

/** Present position of the axes that can move back to it. Fault: Action while one is unknown. */
export function presentPosition({ facts, status }: PtzUnit): HeadPosition {
  const axes = axesOf(status.position).filter(([axis]) => facts.axes[axis]?.absolute === true);
  const wanted = Object.values(facts.axes).filter(({ absolute }) => absolute).length;
  if (axes.length < wanted) throw new Fault('Action', 'The position of the head is not known yet');
  return Object.fromEntries(axes);
}

/** Presets of all heads: persistent, with their events. */
export class Presets {
  readonly #list: OwnedList<Preset>;
  readonly #events: ReadonlyMap<PtzUnit, PresetEvents>;

  constructor(units: PtzUnits, settings: Settings, events: EventSink) {
    events.declare(presetTopics);
    this.#list = new OwnedList(presetDefinition, settings);
    this.#events = new Map(units.all.map((unit) => [unit, new PresetEvents(unit, events)]));
  }

  get limit(): number {
    return this.#list.limit;
  }

  /** Presets of a head. */
  of({ token }: PtzUnit): readonly Preset[] {
    return this.#list.all.filter(({ head }) => head === token);
  }

  nameOf(preset: Preset): string {
    return nameOf(preset, this.#list.all);
  }

  /** Fault: NoToken, also for a preset of another head. */
  one(unit: PtzUnit, token: string): Preset {
    const found = this.of(unit).find((preset) => preset.token === token);
    if (found === undefined) throw new Fault('NoToken');
    return found;
  }

  /** Stores the present position. Faults: MovingPTZ, NoToken, PresetExist, InvalidPresetName, TooManyPresets. */
  async set(unit: PtzUnit, token: string | undefined, wanted: string | undefined): Promise<string> {
    const name = newPresetName(wanted);
    if (token !== undefined) this.one(unit, token);
    if (unit.moving) throw new Fault('MovingPTZ');
    const position = presentPosition(unit);
    const named = name === undefined ? {} : { name };
    if (token !== undefined) {
      await this.#list.set(token, (present) => ({ ...present, ...named, position }));
      return token;
    }
    const [made] = await this.#list.create([{ head: unit.token, ...named, position }]);
    if (made === undefined) throw new Error('a preset was not stored');
    return made.token;
  }

  async remove(unit: PtzUnit, token: string): Promise<void> {
    this.one(unit, token);
    await this.#list.delete([token]);
  }

  /** Moves a head to a preset, as near as its limits allow. Resolves with the move once the head has begun. */
  async recall(unit: PtzUnit, preset: Preset, speed: HeadSpeed, issuer: Issuer): Promise<Move> {
    const move = await unit.begin(unit.reachable(preset.position), speed, issuer);
    this.#events.get(unit)?.follow({ ...preset, name: this.nameOf(preset) }, move);
    return move;
  }
}

type PresetOperations = 'SetPreset' | 'GetPresets' | 'GotoPreset' | 'RemovePreset';

/** Preset operations (PTZ-07). */
export function presetFeature(
  units: PtzUnits,
  presets: Presets,
): Feature<Pick<Handlers<PtzOperations>, PresetOperations>, object> {
  const told = (unit: PtzUnit, preset: Preset): tt.PTZPreset => ({
    token: preset.token,
    Name: presets.nameOf(preset),
    PTZPosition: positionToWire(unit, preset.position),
  });
  return {
    capabilities: {},
    handlers: {
      GetPresets: ({ ProfileToken }) => {
        const unit = positionedUnit(units, ProfileToken);
        return { Preset: presets.of(unit).map((preset) => told(unit, preset)) };
      },
      SetPreset: async ({ ProfileToken, PresetToken, PresetName }) => ({
        PresetToken: await presets.set(positionedUnit(units, ProfileToken), PresetToken || undefined, PresetName),
      }),
      GotoPreset: async ({ ProfileToken, PresetToken, Speed }) => {
        const unit = positionedUnit(units, ProfileToken);
        const preset = presets.one(unit, PresetToken);
        await presets.recall(unit, preset, readSpeed(Speed, unit.spaces, unit.entity.speed), 'client');
        return {};
      },
      RemovePreset: async ({ ProfileToken, PresetToken }) => {
        await presets.remove(positionedUnit(units, ProfileToken), PresetToken);
        return {};
      },
    },
  };
}
