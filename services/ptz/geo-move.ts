import { zoomOf } from '../../hal/ports/magnification.ts';
import type { HeadOptics, HeadPosition } from '../../hal/ports/ptz-head.ts';
import { Fault } from '../faults/fault.ts';
import type { PtzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import { bearing, type Orientation, type Place } from '../location/bearing.ts';
import type { GeoLocations } from '../location/geo-locations.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';
import { limitsOf, nearest } from './bounds.ts';
import type { PtzUnit } from './unit.ts';
import type { PtzUnits } from './units.ts';
import { readSpeed } from './vectors.ts';

/** Nearest distance of a target, in meters: the direction of a nearer one means nothing. */
const nearestTarget = 0.1;

/** Whether a head can be pointed at places: pan and tilt go to positions in degrees. */
export function canGeoMove({ facts }: PtzUnit): boolean {
  const { pan, tilt } = facts.axes;
  return pan?.absolute === true && tilt?.absolute === true;
}

/** Place and rotation of the head: those of its video source, else those of the device. Fault: GeoLocationUnknown. */
function standOf(unit: PtzUnit, locations: GeoLocations): { readonly place: Place; readonly orientation: Orientation } {
  const [source = ''] = unit.facts.sources;
  const found = locations.find('VideoSource', source) ?? locations.find('Device') ?? locations.find('');
  const { lon, lat, elevation = 0 } = found?.GeoLocation ?? {};
  const { yaw, pitch = 0, roll = 0 } = found?.GeoOrientation ?? {};
  if (lon === undefined || lat === undefined || yaw === undefined)
    throw new Fault('GeoLocationUnknown', 'SetGeoLocation has to tell the place and the yaw of the camera first');
  return { place: { lon, lat, elevation }, orientation: { yaw, pitch, roll } };
}

/** Zoom at which an area fills the picture; nothing for a head that cannot zoom, or where no area is asked for. */
function zoomFor(
  { AreaWidth = 0, AreaHeight = 0 }: tptz.GeoMove,
  distance: number,
  optics: HeadOptics | undefined,
): Pick<HeadPosition, 'zoom'> {
  if (AreaWidth < 0 || AreaHeight < 0)
    throw new Fault('InvalidArgVal', 'Argument Value Invalid: an area below nothing');
  if (optics === undefined || (AreaWidth === 0 && AreaHeight === 0)) return {};
  const width = Math.max(AreaWidth, AreaHeight * optics.aspect);
  const widest = 2 * distance * Math.tan((optics.horizontalFieldOfView * Math.PI) / 360);
  return { zoom: zoomOf(optics, widest / width) };
}

/** The position among those a turn apart that lies within the limits; the one next to the middle where none does. */
function inRange(unit: PtzUnit, pan: number): number {
  const limits = limitsOf(unit.facts, unit.entity, 'pan');
  const turns = [0, 360, -360].map((turn) => pan + turn);
  return turns.find((one) => one >= limits.min && one <= limits.max) ?? pan;
}

async function geoMove(unit: PtzUnit, request: tptz.GeoMove, locations: GeoLocations): Promise<object> {
  if (!canGeoMove(unit)) throw new Fault('GeoMoveNotSupported', 'The head knows no positions');
  const { place, orientation } = standOf(unit, locations);
  const { lon, lat, elevation = place.elevation } = request.Target;
  if (lon === undefined || lat === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180)
    throw new Fault('InvalidArgVal', 'Argument Value Invalid: Target needs lon and lat');
  const { pan, tilt, distance } = bearing(place, orientation, { lon, lat, elevation });
  if (!(distance >= nearestTarget)) throw new Fault('UnreachablePosition', 'The target is at the camera itself');
  const wanted = unit.fromClient({ pan, tilt });
  const zoom = unit.facts.axes.zoom?.absolute === true ? zoomFor(request, distance, unit.facts.optics) : {};
  const target = {
    pan: inRange(unit, wanted.pan ?? 0),
    tilt: wanted.tilt ?? 0,
    ...(zoom.zoom !== undefined && { zoom: nearest(unit.facts, unit.entity, 'zoom', zoom.zoom) }),
  };
  const speed = readSpeed(request.Speed, unit.spaces, unit.entity.speed);
  try {
    await unit.begin(target, speed);
  } catch (error) {
    if (error instanceof Fault && error.faultName === 'InvalidPosition') throw new Fault('UnreachablePosition');
    throw error;
  }
  return {};
}

/** Moves to places of the world (PTZ-12), from where SetGeoLocation says that the camera stands. */
export function geoMoveFeature(
  units: PtzUnits,
  locations: GeoLocations,
): Feature<Pick<Handlers<PtzOperations>, 'GeoMove'>, object> {
  return {
    capabilities: {},
    handlers: { GeoMove: (request) => geoMove(units.ofProfile(request.ProfileToken), request, locations) },
  };
}
