import type { HeadPosition, HeadSpeed } from '../../hal/ports/ptz-head.ts';
import type { PtzEntity } from '../entities/kinds/ptz/entity.ts';
import type { Scale } from '../entities/kinds/ptz/scale.ts';
import { type PanTiltSpace, positionAsTranslation, type Spaces, type ZoomSpace } from '../entities/kinds/ptz/spaces.ts';
import { Fault } from '../faults/fault.ts';
import type { FaultName } from '../faults/fault-table.ts';
import type * as tt from '../generated/tt.ts';

/** How far a float may be outside its range: clients round. */
const slack = 1e-4;

/** A value within the range of its scale, on the wire's side. Throws the fault for any other. */
function within(value: number, { min, max }: Pick<Scale, 'min' | 'max'>, fault: FaultName): number {
  if (!(value >= min - slack && value <= max + slack)) throw new Fault(fault, `${value} is not in ${min} to ${max}`);
  return Math.min(max, Math.max(min, value));
}

/** The named space of a list; the default one when none is named. Fault: SpaceNotSupported. */
function spaceFor<Space extends PanTiltSpace | ZoomSpace>(
  list: readonly Space[],
  named: string | undefined,
  usual: string | undefined,
): Space {
  const uri = named || usual;
  const found = uri === undefined ? list[0] : list.find((one) => one.uri === uri);
  if (found === undefined) throw new Fault('SpaceNotSupported', `No space ${uri ?? 'for that axis'}`);
  return found;
}

/** Whether a part of a vector is for an axis that the head lacks and means nothing: zero, without a space. */
function isIdle(space: string | undefined, ...values: readonly number[]): boolean {
  return !space && values.every((value) => value === 0);
}

/** Pan and tilt of a vector in their space, values checked but not converted. */
interface PanTiltPart {
  readonly space: PanTiltSpace;
  readonly x: number;
  readonly y: number;
}

interface ZoomPart {
  readonly space: ZoomSpace;
  readonly x: number;
}

type Vector = Pick<tt.PTZVector, 'PanTilt' | 'Zoom'>;

/** Groups of spaces that a command reads its vector in. */
export interface VectorGroups {
  readonly panTilt:
    | 'AbsolutePanTiltPositionSpace'
    | 'RelativePanTiltTranslationSpace'
    | 'ContinuousPanTiltVelocitySpace';
  readonly zoom: 'AbsoluteZoomPositionSpace' | 'RelativeZoomTranslationSpace' | 'ContinuousZoomVelocitySpace';
  /** Fault for a value outside of its space. */
  readonly fault: FaultName;
}

function component(value: number, scale: Scale | undefined, fault: FaultName): number {
  if (scale !== undefined) return within(value, scale, fault);
  if (value !== 0) throw new Fault('SpaceNotSupported', 'The head has no such axis');
  return 0;
}

/** Parts of a vector that the head has. Faults: SpaceNotSupported, that of the groups, also for a vector that names no axis. */
export function readVector(
  { PanTilt, Zoom }: Vector,
  { panTilt, zoom, fault }: VectorGroups,
  spaces: Spaces,
  usual: PtzEntity['spaces'],
): { readonly panTilt?: PanTiltPart; readonly zoom?: ZoomPart } {
  if (PanTilt === undefined && Zoom === undefined) throw new Fault(fault, 'No axis is named');
  const parts: { panTilt?: PanTiltPart; zoom?: ZoomPart } = {};
  if (PanTilt !== undefined && !(spaces[panTilt].length === 0 && isIdle(PanTilt.space, PanTilt.x, PanTilt.y))) {
    const named = PanTilt.space ?? '';
    const meant = panTilt === 'RelativePanTiltTranslationSpace' ? positionAsTranslation.get(named) : undefined;
    const space = spaceFor(spaces[panTilt], meant ?? named, usual[panTilt]);
    parts.panTilt = { space, x: component(PanTilt.x, space.pan, fault), y: component(PanTilt.y, space.tilt, fault) };
  }
  if (Zoom !== undefined && !(spaces[zoom].length === 0 && isIdle(Zoom.space, Zoom.x))) {
    const space = spaceFor(spaces[zoom], Zoom.space, usual[zoom]);
    // Zero means "do not zoom", which is not in the range of a space that counts by factors.
    parts.zoom = { space, x: space.unit === 'view' && Zoom.x === 0 ? 1 : within(Zoom.x, space.zoom, fault) };
  }
  return parts;
}

/** Values of an even space in units of the head. */
export function toHead({ panTilt, zoom }: ReturnType<typeof readVector>): HeadPosition {
  return {
    ...(panTilt?.space.pan && { pan: panTilt.space.pan.toHead(panTilt.x) }),
    ...(panTilt?.space.tilt && { tilt: panTilt.space.tilt.toHead(panTilt.y) }),
    ...(zoom && { zoom: zoom.space.zoom.toHead(zoom.x) }),
  };
}

/** Speed of an axis in units of the head; undefined for full speed. */
function speedOf(scale: Scale | undefined, value: number): number | undefined {
  return scale === undefined || value >= scale.max ? undefined : scale.toHead(value);
}

function panTiltSpeed(list: Spaces['PanTiltSpeedSpace'], { x, y, space: named }: tt.Vector2D): HeadSpeed {
  const space = spaceFor(list, named, undefined);
  const max = Math.max(space.pan?.max ?? 0, space.tilt?.max ?? 0);
  const [first, second] = [x, y].map((value) => within(value, { min: 0, max }, 'InvalidSpeed'));
  // Pan and tilt have one speed in the standard: a part that is left at zero has that of the other.
  const pan = speedOf(space.pan, first || second || max);
  const tilt = speedOf(space.tilt, second || first || max);
  return { ...(pan === undefined ? {} : { pan }), ...(tilt === undefined ? {} : { tilt }) };
}

/**
 * Speed of a move in units of the head, the configured one where a client names none, or zero. A part for axes that the head lacks is
 * ignored. Faults: SpaceNotSupported, InvalidSpeed.
 */
export function readSpeed(wanted: tt.PTZSpeed | undefined, spaces: Spaces, usual: tt.PTZSpeed): HeadSpeed {
  const { PanTiltSpeedSpace, ZoomSpeedSpace } = spaces;
  const given = wanted?.PanTilt;
  const PanTilt = given === undefined || isIdle(given.space, given.x, given.y) ? usual.PanTilt : given;
  const Zoom = wanted?.Zoom === undefined || isIdle(wanted.Zoom.space, wanted.Zoom.x) ? usual.Zoom : wanted.Zoom;
  let speed: HeadSpeed = {};
  if (PanTilt !== undefined && PanTiltSpeedSpace.length > 0) speed = panTiltSpeed(PanTiltSpeedSpace, PanTilt);
  if (Zoom !== undefined && ZoomSpeedSpace.length > 0) {
    const { zoom: scale } = spaceFor(ZoomSpeedSpace, Zoom.space, undefined);
    const zoom = speedOf(scale, within(Zoom.x, scale, 'InvalidSpeed') || scale.max);
    if (zoom !== undefined) speed = { ...speed, zoom };
  }
  return speed;
}
