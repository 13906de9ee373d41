import { magnificationAt, zoomOf } from '../../hal/ports/magnification.ts';
import type { HeadPosition } from '../../hal/ports/ptz-head.ts';
import { timeouts } from '../entities/kinds/ptz/entity.ts';
import { Fault } from '../faults/fault.ts';
import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import type * as tt from '../generated/tt.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import { axesOf } from './bounds.ts';
import type { PtzUnit } from './unit.ts';
import type { PtzUnits } from './units.ts';
import { readSpeed, readVector, toHead, type VectorGroups } from './vectors.ts';

const absolute: VectorGroups = {
  panTilt: 'AbsolutePanTiltPositionSpace',
  zoom: 'AbsoluteZoomPositionSpace',
  fault: 'InvalidPosition',
};

const relative: VectorGroups = {
  panTilt: 'RelativePanTiltTranslationSpace',
  zoom: 'RelativeZoomTranslationSpace',
  fault: 'InvalidTranslation',
};

const continuous: VectorGroups = {
  panTilt: 'ContinuousPanTiltVelocitySpace',
  zoom: 'ContinuousZoomVelocitySpace',
  fault: 'InvalidVelocity',
};

type Parts = ReturnType<typeof readVector>;

/** Position of the head that a client names. Faults: SpaceNotSupported, InvalidPosition. */
export function absoluteTarget(unit: PtzUnit, vector: Parameters<typeof readVector>[0]): HeadPosition {
  return unit.fromClient(toHead(readVector(vector, absolute, unit.spaces, unit.entity.spaces)));
}

function known(value: number | undefined): number {
  if (value === undefined) throw new Fault('Action', 'The position of the head is not known yet');
  return value;
}

/** Position after a translation within the picture, or along the axes, from where the head is now. */
function panTiltTarget(unit: PtzUnit, { space, x, y }: NonNullable<Parts['panTilt']>): HeadPosition {
  const part = { panTilt: { space, x, y } };
  const way = unit.steered(toHead(part));
  if (space.unit === 'view') {
    const { width, height } = unit.picture.share;
    const target = unit.head.byFieldOfView((way.pan ?? 0) * width, (way.tilt ?? 0) * height);
    return { pan: known(target?.pan), tilt: known(target?.tilt) };
  }
  const from = unit.status.position;
  return Object.fromEntries(axesOf(way).map(([axis, value]) => [axis, known(from[axis]) + value]));
}

function zoomTarget(unit: PtzUnit, { space, x }: NonNullable<Parts['zoom']>): HeadPosition {
  const from = known(unit.status.position.zoom);
  const { optics } = unit.facts;
  if (space.unit === 'axis' || optics === undefined) return { zoom: from + space.zoom.toHead(x) };
  if (space.unit === 'view') return { zoom: zoomOf(optics, magnificationAt(optics, from) / x) };
  return { zoom: space.zoom.toHead(space.zoom.toWire(from) + x) };
}

async function move(unit: PtzUnit, target: HeadPosition, Speed: tt.PTZSpeed | undefined): Promise<object> {
  const speed = readSpeed(Speed, unit.spaces, unit.entity.speed);
  if (Object.keys(target).length > 0) await unit.begin(target, speed);
  return {};
}

/** A translation by nothing stops the axes (RelativeMove). */
async function moveBy(unit: PtzUnit, { Translation, Speed }: tptz.RelativeMove): Promise<object> {
  const { panTilt, zoom } = readVector(Translation, relative, unit.spaces, unit.entity.spaces);
  const speed = readSpeed(Speed, unit.spaces, unit.entity.speed);
  const rests = {
    panTilt: panTilt !== undefined && panTilt.x === 0 && panTilt.y === 0,
    zoom: zoom !== undefined && zoom.x === (zoom.space.unit === 'view' ? 1 : 0),
  };
  const target = {
    ...(panTilt && !rests.panTilt ? panTiltTarget(unit, panTilt) : {}),
    ...(zoom && !rests.zoom ? zoomTarget(unit, zoom) : {}),
  };
  if (rests.panTilt || rests.zoom) unit.stop(rests);
  if (Object.keys(target).length > 0) await unit.begin(unit.reachable(target), speed);
  return {};
}

function timeoutOf(wanted: string | undefined, usual: number): number {
  if (wanted === undefined) return usual;
  const timeout = milliseconds(wanted);
  if (timeout >= timeouts.min && timeout <= timeouts.max) return timeout;
  throw new Fault('TimeoutNotSupported', `Timeout is not between ${timeouts.min} and ${timeouts.max} ms`);
}

async function moveAt(unit: PtzUnit, { Velocity, Timeout }: tptz.ContinuousMove): Promise<object> {
  const parts = readVector(Velocity, continuous, unit.spaces, unit.entity.spaces);
  const timeout = timeoutOf(Timeout, unit.entity.timeout);
  const velocity = unit.steered(toHead(parts));
  if (Object.keys(velocity).length > 0) await unit.moveAt(velocity, timeout);
  return {};
}

type MoveOperations = 'AbsoluteMove' | 'RelativeMove' | 'ContinuousMove' | 'Stop';

/** Moves (PTZ-04, PTZ-05, PTZ-22): each answers once the head has begun, and replaces the move before it in the groups that it names. */
export function moveFeature(units: PtzUnits): Feature<Pick<Handlers<PtzOperations>, MoveOperations>, object> {
  return {
    capabilities: {},
    handlers: {
      AbsoluteMove: ({ ProfileToken, Position, Speed }) => {
        const unit = units.ofProfile(ProfileToken);
        return move(unit, absoluteTarget(unit, Position), Speed);
      },
      RelativeMove: (request) => moveBy(units.ofProfile(request.ProfileToken), request),
      ContinuousMove: (request) => moveAt(units.ofProfile(request.ProfileToken), request),
      // An absent flag stops its axes; one that is false leaves them (PTZ 5.3.5).
      Stop: ({ ProfileToken, PanTilt = true, Zoom = true }) => {
        units.ofProfile(ProfileToken).stop({ panTilt: PanTilt, zoom: Zoom });
        return {};
      },
    },
  };
}
