import type { HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import { axisBehind, type Directions, seenFacts } from './directions.ts';
import { type AxisLimits, defaultElements, defaultGroups, looksPastVertical, type PtzEntity } from './entity.ts';
import type { Scale } from './scale.ts';
import { type PanTiltSpace, type Spaces, spacesOf, spacesToWire, type ZoomSpace } from './spaces.ts';

/** Spaces of a head in the directions that clients see. */
export function spacesSeen(facts: HeadFacts, directions: Directions): Spaces {
  return spacesOf(seenFacts(facts, directions));
}

/** Space of a list by its URI; the first when there is none of that name. */
export function spaceNamed<Space extends PanTiltSpace | ZoomSpace>(
  list: readonly Space[],
  uri: string | undefined,
): Space | undefined {
  return list.find((one) => one.uri === uri) ?? list[0];
}

function seconds(milliseconds: number): string {
  return `PT${milliseconds / 1000}S`;
}

/** Range of an axis in a space; an open side is the end of the axis. */
function limitRange(scale: Scale | undefined, limits: AxisLimits | undefined, sign: 1 | -1): tt.FloatRange {
  if (scale === undefined) return { Min: -1, Max: 1 };
  const seen = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : scale.toWire(value * sign);
  const [low, high] = [seen(limits?.min), seen(limits?.max)];
  const [Min, Max] = sign === 1 ? [low, high] : [high, low];
  return { Min: Min ?? scale.min, Max: Max ?? scale.max };
}

type Limits = Pick<tt.PTZConfiguration, 'PanTiltLimits' | 'ZoomLimits'>;

function limitsToWire({ limits, limitSpaces }: PtzEntity, spaces: Spaces, directions: Directions): Limits {
  const panTilt = spaceNamed(spaces.AbsolutePanTiltPositionSpace, limitSpaces.panTilt);
  const zoom = spaceNamed(spaces.AbsoluteZoomPositionSpace, limitSpaces.zoom);
  const range = (coordinate: 'pan' | 'tilt'): tt.FloatRange => {
    const { axis, sign } = axisBehind(directions, coordinate);
    return limitRange(panTilt?.[coordinate], limits[axis], sign);
  };
  return {
    ...(panTilt && { PanTiltLimits: { Range: { URI: panTilt.uri, XRange: range('pan'), YRange: range('tilt') } } }),
    ...(zoom && { ZoomLimits: { Range: { URI: zoom.uri, XRange: limitRange(zoom.zoom, limits.zoom, 1) } } }),
  };
}

/** Modes of E-flip that a head has. */
export function eFlipModes(facts: HeadFacts): readonly tt.EFlipMode[] {
  return looksPastVertical(facts) ? ['OFF', 'ON'] : ['OFF'];
}

/** tt:PTZConfiguration, the same in all services (PTZ-02). */
export function ptzToWire(
  facts: HeadFacts,
  entity: PtzEntity,
  UseCount: number,
  directions: Directions,
): tt.PTZConfiguration {
  const { token, name, node, spaces: defaults, speed, timeout, reverse, eFlip } = entity;
  const spaces = spacesSeen(facts, directions);
  const named = defaultGroups.flatMap((group) => {
    const uri = defaults[group];
    return uri === undefined ? [] : [[defaultElements[group], uri]];
  });
  return {
    token,
    Name: name,
    UseCount,
    NodeToken: node,
    ...Object.fromEntries(named),
    ...(speed.PanTilt === undefined && speed.Zoom === undefined ? {} : { DefaultPTZSpeed: speed }),
    DefaultPTZTimeout: seconds(timeout),
    ...limitsToWire(entity, spaces, directions),
    Extension: {
      PTControlDirection: {
        ...(looksPastVertical(facts) ? { EFlip: { Mode: eFlip ? 'ON' : 'OFF' } } : {}),
        Reverse: { Mode: reverse },
      },
    },
  };
}

/** Options of a configuration (PTZ-02, PTZ-11). */
export function ptzOptions(
  facts: HeadFacts,
  directions: Directions,
  timeouts: { readonly min: number; readonly max: number },
  Reverse: readonly tt.ReverseMode[],
): tt.PTZConfigurationOptions {
  return {
    Spaces: spacesToWire(spacesSeen(facts, directions)),
    PTZTimeout: { Min: seconds(timeouts.min), Max: seconds(timeouts.max) },
    PTControlDirection: {
      ...(looksPastVertical(facts) ? { EFlip: { Mode: eFlipModes(facts) } } : {}),
      Reverse: { Mode: Reverse },
    },
  };
}
