import type { HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import { milliseconds } from '../../../schema/simple/duration.ts';
import { modify, newName } from '../../changes.ts';
import { axisBehind, type Directions } from './directions.ts';
import { type AxisLimits, defaultElements, defaultGroups, type PtzEntity, reverseModes, timeouts } from './entity.ts';
import type { Scale } from './scale.ts';
import type { PanTiltSpace, Spaces, ZoomSpace } from './spaces.ts';
import { eFlipModes, spacesSeen } from './view.ts';

/** Settings that SetConfiguration changes; an absent member keeps its value. Fault: ConfigModify. */

function known<Space extends PanTiltSpace | ZoomSpace>(list: readonly Space[], uri: string, what: string): Space {
  const found = list.find((one) => one.uri === uri);
  if (found === undefined) throw modify(`${what}: no space ${uri}`);
  return found;
}

function newSpaces(present: PtzEntity, wanted: tt.PTZConfiguration, spaces: Spaces): PtzEntity['spaces'] {
  const changed = defaultGroups.flatMap((group) => {
    const uri = wanted[defaultElements[group]];
    if (uri === undefined) return [];
    const list: readonly (PanTiltSpace | ZoomSpace)[] = spaces[group];
    return [[group, known(list, uri, defaultElements[group]).uri]];
  });
  return { ...present.spaces, ...Object.fromEntries(changed) };
}

function checkSpeed(value: number, max: number): number {
  if (!(value >= 0 && value <= max)) throw modify(`DefaultPTZSpeed is not between 0 and ${max}`);
  return value;
}

function newSpeed(present: PtzEntity, { DefaultPTZSpeed }: tt.PTZConfiguration, spaces: Spaces): tt.PTZSpeed {
  const { PanTilt, Zoom } = DefaultPTZSpeed ?? {};
  const [panTilt] = spaces.PanTiltSpeedSpace;
  const [zoom] = spaces.ZoomSpeedSpace;
  const speed: { PanTilt?: tt.Vector2D; Zoom?: tt.Vector1D } = { ...present.speed };
  if (PanTilt !== undefined && panTilt !== undefined) {
    const { uri, pan, tilt } = known(spaces.PanTiltSpeedSpace, PanTilt.space ?? panTilt.uri, 'DefaultPTZSpeed');
    const max = Math.max(pan?.max ?? 0, tilt?.max ?? 0);
    speed.PanTilt = { x: checkSpeed(PanTilt.x, max), y: checkSpeed(PanTilt.y, max), space: uri };
  }
  if (Zoom !== undefined && zoom !== undefined) {
    const { uri, zoom: scale } = known(spaces.ZoomSpeedSpace, Zoom.space ?? zoom.uri, 'DefaultPTZSpeed');
    speed.Zoom = { x: checkSpeed(Zoom.x, scale.max), space: uri };
  }
  return speed;
}

function newTimeout(present: number, wanted: string | undefined): number {
  if (wanted === undefined) return present;
  const timeout = milliseconds(wanted);
  if (timeout >= timeouts.min && timeout <= timeouts.max) return timeout;
  throw modify(`DefaultPTZTimeout is not between ${timeouts.min} and ${timeouts.max} ms`);
}

/** Bounds of an axis; a side at the end of the range, or at infinity, is open. */
function newLimits(scale: Scale | undefined, { Min, Max }: tt.FloatRange, sign: 1 | -1): AxisLimits {
  if (scale === undefined) return {};
  const inside = (value: number): boolean => value >= scale.min && value <= scale.max;
  if (Number.isNaN(Min) || Number.isNaN(Max) || Min > Max) throw modify('a limit is no range');
  if ((Number.isFinite(Min) && !inside(Min)) || (Number.isFinite(Max) && !inside(Max)))
    throw modify(`a limit is outside ${scale.min} to ${scale.max}`);
  const bound = (value: number, end: number): number | undefined =>
    Number.isFinite(value) && value !== end ? scale.toHead(value) * sign : undefined;
  const [low, high] = [bound(Min, scale.min), bound(Max, scale.max)];
  const [min, max] = sign === 1 ? [low, high] : [high, low];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function changedLimits(
  present: PtzEntity,
  { PanTiltLimits, ZoomLimits }: tt.PTZConfiguration,
  spaces: Spaces,
  directions: Directions,
): Pick<PtzEntity, 'limits' | 'limitSpaces'> {
  let { limits, limitSpaces } = present;
  if (PanTiltLimits !== undefined) {
    const { URI, XRange, YRange } = PanTiltLimits.Range;
    const { uri, pan, tilt } = known(spaces.AbsolutePanTiltPositionSpace, URI, 'PanTiltLimits');
    const [first, second] = [axisBehind(directions, 'pan'), axisBehind(directions, 'tilt')];
    const [x, y] = [newLimits(pan, XRange, first.sign), newLimits(tilt, YRange, second.sign)];
    limits = { ...limits, [first.axis]: x, [second.axis]: y };
    limitSpaces = { ...limitSpaces, panTilt: uri };
  }
  if (ZoomLimits !== undefined) {
    const { URI, XRange } = ZoomLimits.Range;
    const { uri, zoom } = known(spaces.AbsoluteZoomPositionSpace, URI, 'ZoomLimits');
    limits = { ...limits, zoom: newLimits(zoom, XRange, 1) };
    limitSpaces = { ...limitSpaces, zoom: uri };
  }
  return { limits, limitSpaces };
}

/** Configuration with the settings that a client wants; values are in the directions that it read. */
export function changePtz(
  facts: HeadFacts,
  present: PtzEntity,
  wanted: tt.PTZConfiguration,
  directions: Directions,
): PtzEntity {
  if (wanted.NodeToken !== present.node) throw modify(`The node of the configuration is ${present.node}`);
  const spaces = spacesSeen(facts, directions);
  const { EFlip, Reverse } = wanted.Extension?.PTControlDirection ?? {};
  const reverse = Reverse === undefined ? present.reverse : reverseModes.find((mode) => mode === Reverse.Mode);
  if (reverse === undefined) throw modify(`Reverse: no mode ${Reverse?.Mode}`);
  if (EFlip !== undefined && !eFlipModes(facts).includes(EFlip.Mode)) throw modify(`EFlip: no mode ${EFlip.Mode}`);
  return {
    token: present.token,
    name: newName(wanted.Name),
    node: present.node,
    spaces: newSpaces(present, wanted, spaces),
    speed: newSpeed(present, wanted, spaces),
    timeout: newTimeout(present.timeout, wanted.DefaultPTZTimeout),
    ...changedLimits(present, wanted, spaces, directions),
    reverse,
    eFlip: EFlip === undefined ? present.eFlip : EFlip.Mode === 'ON',
  };
}
