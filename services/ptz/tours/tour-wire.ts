import { spacesToWire } from '../../entities/kinds/ptz/spaces.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import { presentMembers } from '../../schema/present-members.ts';
import { milliseconds } from '../../schema/simple/duration.ts';
import { absoluteTarget } from '../moves.ts';
import { positionToWire } from '../positions.ts';
import { newPresetName, type Preset } from '../presets/preset-list.ts';
import type { PtzUnit } from '../unit.ts';
import { readSpeed } from '../vectors.ts';
import { type Tour, type TourSpot, type TourTarget, tourDirections, tourLimits } from './tour-list.ts';
import type { TourState } from './tour-states.ts';

/** Tours between the wire and the store (PTZ-10). */

function seconds(time: number): string {
  return `PT${time / 1000}S`;
}

function targetToWire(unit: PtzUnit, target: TourTarget): tt.PTZPresetTourPresetDetail {
  if (target.kind === 'preset') return { PresetToken: target.token };
  return target.kind === 'home' ? { Home: true } : { PTZPosition: positionToWire(unit, target.position) };
}

function spotToWire(unit: PtzUnit, { target, speed, stay }: TourSpot): tt.PTZPresetTourSpot {
  return {
    PresetDetail: targetToWire(unit, target),
    ...(speed === undefined ? {} : { Speed: speed }),
    StayTime: seconds(stay),
  };
}

/** @param at number of the spot where an active tour is */
export function tourToWire(unit: PtzUnit, tour: Tour, State: TourState, at: number | undefined): tt.PresetTour {
  const { token, name, autoStart, random, times, duration, direction, spots } = tour;
  const spot = at === undefined ? undefined : spots[at];
  return {
    token,
    ...(name === undefined ? {} : { Name: name }),
    Status: { State, ...(spot === undefined ? {} : { CurrentTourSpot: spotToWire(unit, spot) }) },
    AutoStart: autoStart,
    StartingCondition: {
      RandomPresetOrder: random,
      ...(times === undefined ? {} : { RecurringTime: times }),
      ...(duration === undefined ? {} : { RecurringDuration: seconds(duration) }),
      Direction: direction,
    },
    TourSpot: spots.map((one) => spotToWire(unit, one)),
  };
}

function invalid(reason: string): Fault {
  return new Fault('InvalidPresetTour', reason);
}

function within(value: number, { min, max }: { readonly min: number; readonly max: number }, what: string): number {
  if (value >= min && value <= max) return value;
  throw invalid(`${what} is not in ${min} to ${max}`);
}

/** The fault of a value is that of the tour; only an unknown space has its own. */
function checked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault && error.faultName !== 'SpaceNotSupported') throw invalid(error.message);
    throw error;
  }
}

function newTarget(
  unit: PtzUnit,
  presets: readonly Preset[],
  { PresetToken, Home, PTZPosition, TypeExtension }: tt.PTZPresetTourPresetDetail,
): TourTarget {
  if (TypeExtension !== undefined) throw invalid('A spot of another type');
  if (PresetToken !== undefined) {
    if (presets.some(({ token }) => token === PresetToken)) return { kind: 'preset', token: PresetToken };
    throw invalid(`There is no preset ${PresetToken.slice(0, 64)}`);
  }
  if (PTZPosition !== undefined) {
    const position = checked(() => unit.within(absoluteTarget(unit, PTZPosition)));
    return { kind: 'position', position };
  }
  if (Home !== true) throw invalid('Home of a spot must be true');
  return { kind: 'home' };
}

function newSpot(unit: PtzUnit, presets: readonly Preset[], spot: tt.PTZPresetTourSpot): TourSpot {
  const { PresetDetail, Speed, StayTime } = spot;
  if (Speed !== undefined) checked(() => readSpeed(Speed, unit.spaces, unit.entity.speed));
  const { stay } = tourLimits;
  return {
    target: newTarget(unit, presets, PresetDetail),
    ...(Speed === undefined ? {} : { speed: presentSpeed(Speed) }),
    stay: StayTime === undefined ? stay.usual : within(milliseconds(StayTime), stay, 'StayTime in ms'),
  };
}

/** A speed as it is stored: no member is undefined. */
function presentSpeed({ PanTilt, Zoom }: tt.PTZSpeed): tt.PTZSpeed {
  return {
    ...(PanTilt && { PanTilt: presentMembers(PanTilt) as tt.Vector2D }),
    ...(Zoom && { Zoom: presentMembers(Zoom) as tt.Vector1D }),
  };
}

/** Tour with the settings that a client wants; its status is ignored. Faults: InvalidPresetTour, TooManyPresets, SpaceNotSupported. */
export function newTour(unit: PtzUnit, presets: readonly Preset[], present: Tour, wanted: tt.PresetTour): Tour {
  const { Name, AutoStart, StartingCondition, TourSpot = [] } = wanted;
  const { RandomPresetOrder = false, RecurringTime, RecurringDuration, Direction = 'Forward' } = StartingCondition;
  if (TourSpot.length > tourLimits.spots) throw new Fault('TooManyPresetsSender');
  const direction = tourDirections.find((one) => one === Direction);
  if (direction === undefined) throw invalid(`Direction ${Direction} is not offered`);
  const name = checked(() => newPresetName(Name));
  const { times, duration } = tourLimits;
  return {
    token: present.token,
    head: present.head,
    ...(name === undefined ? {} : { name }),
    autoStart: AutoStart,
    random: RandomPresetOrder,
    ...(RecurringTime === undefined ? {} : { times: within(RecurringTime, times, 'RecurringTime') }),
    ...(RecurringDuration === undefined
      ? {}
      : { duration: within(milliseconds(RecurringDuration), duration, 'RecurringDuration in ms') }),
    direction,
    spots: TourSpot.map((spot) => newSpot(unit, presets, spot)),
  };
}

/** Options of the tours of a head. */
export function tourOptions({ spaces }: PtzUnit, presets: readonly Preset[]): tt.PTZPresetTourOptions {
  const { stay, times, duration } = tourLimits;
  const range = (limits: { readonly min: number; readonly max: number }): tt.DurationRange => ({
    Min: seconds(limits.min),
    Max: seconds(limits.max),
  });
  const { AbsolutePanTiltPositionSpace: [panTilt] = [], AbsoluteZoomPositionSpace: [zoom] = [] } = spacesToWire(spaces);
  return {
    AutoStart: true,
    StartingCondition: {
      RecurringTime: { Min: times.min, Max: times.max },
      RecurringDuration: range(duration),
      Direction: tourDirections,
    },
    TourSpot: {
      PresetDetail: {
        PresetToken: presets.map(({ token }) => token),
        Home: true,
        ...(panTilt && { PanTiltPositionSpace: panTilt }),
        ...(zoom && { ZoomPositionSpace: zoom }),
      },
      StayTime: range(stay),
    },
  };
}
