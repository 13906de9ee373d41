import type { HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import { type Turned, turnedFacts } from './directions.ts';
import {
  type AxisLimits,
  defaultElements,
  defaultGroups,
  directionsOf,
  looksPastVertical,
  type PtzEntity,
} from './entity.ts';
import type { Scale } from './scale.ts';
import { type PanTiltSpace, type Spaces, spacesOf, spacesToWire, type ZoomSpace } from './spaces.ts';

/** Spaces of a head in the directions of its configuration. */
export function configuredSpaces(facts: HeadFacts, entity: Pick<PtzEntity, 'reverse'>): Spaces {
  return spacesOf(turnedFacts(facts, directionsOf(entity)));
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
function limitRange(scale: Scale | undefined, limits: AxisLimits | undefined, isTurned: boolean): tt.FloatRange {
  if (scale === undefined) return { Min: -1, Max: 1 };
  const seen = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : scale.toWire(isTurned ? -value : value);
  const [low, high] = [seen(limits?.min), seen(limits?.max)];
  const [Min, Max] = isTurned ? [high, low] : [low, high];
  return { Min: Min ?? scale.min, Max: Max ?? scale.max };
}

type Limits = Pick<tt.PTZConfiguration, 'PanTiltLimits' | 'ZoomLimits'>;

function limitsToWire({ limits, limitSpaces }: PtzEntity, spaces: Spaces, turned: Turned): Limits {
  const panTilt = spaceNamed(spaces.AbsolutePanTiltPositionSpace, limitSpaces.panTilt);
  const zoom = spaceNamed(spaces.AbsoluteZoomPositionSpace, limitSpaces.zoom);
  return {
    ...(panTilt && {
      PanTiltLimits: {
        Range: {
          URI: panTilt.uri,
          XRange: limitRange(panTilt.pan, limits.pan, turned.pan),
          YRange: limitRange(panTilt.tilt, limits.tilt, turned.tilt),
        },
      },
    }),
    ...(zoom && { ZoomLimits: { Range: { URI: zoom.uri, XRange: limitRange(zoom.zoom, limits.zoom, false) } } }),
  };
}

/** Modes of E-flip that a head has. */
export function eFlipModes(facts: HeadFacts): readonly tt.EFlipMode[] {
  return looksPastVertical(facts) ? ['OFF', 'ON'] : ['OFF'];
}

/** tt:PTZConfiguration, the same in all services (PTZ-02). */
export function ptzToWire(facts: HeadFacts, entity: PtzEntity, UseCount: number): tt.PTZConfiguration {
  const { token, name, node, spaces: defaults, speed, timeout, reverse, eFlip } = entity;
  const spaces = configuredSpaces(facts, entity);
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
    ...limitsToWire(entity, spaces, directionsOf(entity)),
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
  entity: PtzEntity,
  timeouts: { readonly min: number; readonly max: number },
  Reverse: readonly tt.ReverseMode[],
): tt.PTZConfigurationOptions {
  return {
    Spaces: spacesToWire(configuredSpaces(facts, entity)),
    PTZTimeout: { Min: seconds(timeouts.min), Max: seconds(timeouts.max) },
    PTControlDirection: {
      ...(looksPastVertical(facts) ? { EFlip: { Mode: eFlipModes(facts) } } : {}),
      Reverse: { Mode: Reverse },
    },
  };
}
