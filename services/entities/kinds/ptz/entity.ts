import type { HeadAxis, HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import type { ConfigurationEntity } from '../../model.ts';
import { type Directions, reversed, straight } from './directions.ts';
import type { PanTiltGroup, ZoomGroup } from './spaces.ts';

/** Groups of spaces that have a default in the configuration. */
type DefaultGroup = Exclude<PanTiltGroup | ZoomGroup, 'PanTiltSpeedSpace' | 'ZoomSpeedSpace'>;

type DefaultElement = Extract<keyof tt.PTZConfiguration, `Default${string}Space`>;

/** Elements that name the default spaces, the first as the schema spells it. */
export const defaultElements: Readonly<Record<DefaultGroup, DefaultElement>> = {
  AbsolutePanTiltPositionSpace: 'DefaultAbsolutePantTiltPositionSpace',
  AbsoluteZoomPositionSpace: 'DefaultAbsoluteZoomPositionSpace',
  RelativePanTiltTranslationSpace: 'DefaultRelativePanTiltTranslationSpace',
  RelativeZoomTranslationSpace: 'DefaultRelativeZoomTranslationSpace',
  ContinuousPanTiltVelocitySpace: 'DefaultContinuousPanTiltVelocitySpace',
  ContinuousZoomVelocitySpace: 'DefaultContinuousZoomVelocitySpace',
};

export const defaultGroups: readonly DefaultGroup[] = Object.keys(defaultElements) as readonly DefaultGroup[];

/** Bounds of an axis in units of the head; an absent one is that of the axis. */
export interface AxisLimits {
  readonly min?: number;
  readonly max?: number;
}

/** Modes of Reverse; AUTO follows the turn of the picture (tt:Rotate). */
export const reverseModes = ['OFF', 'ON', 'AUTO'] as const;

/** Configuration of a head (PTZ-02). */
export interface PtzEntity extends ConfigurationEntity {
  /** Head, and token of its node. */
  readonly node: string;
  /** URI of the default space of each group that the head has. */
  readonly spaces: { readonly [Group in DefaultGroup]?: string };
  /** DefaultPTZSpeed, each part with its space. */
  readonly speed: tt.PTZSpeed;
  /** DefaultPTZTimeout in ms. */
  readonly timeout: number;
  /** Positions that no command leaves. */
  readonly limits: { readonly [Axis in HeadAxis]?: AxisLimits };
  /** Spaces in which clients set the limits, and read them. */
  readonly limitSpaces: { readonly panTilt?: string; readonly zoom?: string };
  readonly reverse: (typeof reverseModes)[number];
  /** Whether control directions turn while the head looks past the vertical. */
  readonly eFlip: boolean;
}

/** Timeouts of continuous moves, ms. */
export const timeouts = { min: 100, max: 300_000 } as const;

/** Directions as clients see them, by the configuration and the directions of the picture. */
export function directionsOf({ reverse }: Pick<PtzEntity, 'reverse'>, picture: Directions): Directions {
  if (reverse === 'AUTO') return picture;
  return reverse === 'ON' ? reversed(straight) : straight;
}

/** Whether a head can look past the zenith or the nadir: only there E-flip has a meaning. */
export function looksPastVertical({ axes: { pan, tilt } }: HeadFacts): boolean {
  return pan !== undefined && tilt?.absolute === true && (tilt.min < -90 || tilt.max > 90);
}
