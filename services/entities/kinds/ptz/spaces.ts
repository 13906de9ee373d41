import { magnificationAt, zoomOf } from '../../../../hal/ports/magnification.ts';
import type { HeadAxisFacts, HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import { curved, fromZero, linear, type Scale, same, symmetric } from './scale.ts';

/** Groups of spaces, by their elements in tt:PTZSpaces (PTZ-20 to PTZ-22). */
const panTiltGroups = [
  'AbsolutePanTiltPositionSpace',
  'RelativePanTiltTranslationSpace',
  'ContinuousPanTiltVelocitySpace',
  'PanTiltSpeedSpace',
] as const;

const zoomGroups = [
  'AbsoluteZoomPositionSpace',
  'RelativeZoomTranslationSpace',
  'ContinuousZoomVelocitySpace',
  'ZoomSpeedSpace',
] as const;

export type PanTiltGroup = (typeof panTiltGroups)[number];
export type ZoomGroup = (typeof zoomGroups)[number];

/** Space for pan and tilt. */
export interface PanTiltSpace {
  readonly uri: string;
  /** `view`: half widths and half heights of the present picture, converted by the head. */
  readonly unit: 'axis' | 'view';
  /** undefined for an axis that the head lacks. */
  readonly pan: Scale | undefined;
  readonly tilt: Scale | undefined;
}

/** Space for the zoom. */
export interface ZoomSpace {
  readonly uri: string;
  /** `view`: width of the wanted picture in widths of the present one; `position`: difference of two positions of that scale. */
  readonly unit: 'axis' | 'view' | 'position';
  readonly zoom: Scale;
}

/** Spaces of a head, the first of each group is its generic one; no entry for what the head cannot do. */
export type Spaces = { readonly [Group in PanTiltGroup]: readonly PanTiltSpace[] } & {
  readonly [Group in ZoomGroup]: readonly ZoomSpace[];
};

const base = 'http://www.onvif.org/ver10/tptz';
const panTilt = (name: string): string => `${base}/PanTiltSpaces/${name}`;
const zoom = (name: string): string => `${base}/ZoomSpaces/${name}`;

/** Space of positions that ZoneMinder names in translations, where it means the generic translation. */
export const positionAsTranslation: ReadonlyMap<string, string> = new Map([
  [panTilt('PositionGenericSpace'), panTilt('TranslationGenericSpace')],
]);

type ScaleOf = (axis: HeadAxisFacts) => Scale;

const unit = symmetric(1);
const normal = fromZero(1);
const travelOf = ({ min, max }: HeadAxisFacts): number => max - min;
const margin = ({ resolution }: HeadAxisFacts): number => resolution / 2;

/** Even scales: group, URI, scale of each axis, and whether the axis must be able to move to positions. */
const panTiltRows: readonly (readonly [PanTiltGroup, string, ScaleOf, absolute: boolean])[] = [
  ['AbsolutePanTiltPositionSpace', panTilt('PositionGenericSpace'), (axis) => linear(unit, axis, margin(axis)), true],
  ['AbsolutePanTiltPositionSpace', panTilt('SphericalPositionSpaceDegrees'), (axis) => same(axis), true],
  [
    'RelativePanTiltTranslationSpace',
    panTilt('TranslationGenericSpace'),
    (axis) => linear(unit, symmetric(travelOf(axis))),
    true,
  ],
  [
    'RelativePanTiltTranslationSpace',
    panTilt('SphericalTranslationSpaceDegrees'),
    (axis) => same(symmetric(travelOf(axis))),
    true,
  ],
  [
    'ContinuousPanTiltVelocitySpace',
    panTilt('VelocityGenericSpace'),
    ({ maxSpeed }) => linear(unit, symmetric(maxSpeed)),
    false,
  ],
  [
    'ContinuousPanTiltVelocitySpace',
    panTilt('VelocitySpaceDegrees'),
    ({ maxSpeed }) => same(symmetric(maxSpeed)),
    false,
  ],
  ['PanTiltSpeedSpace', panTilt('GenericSpeedSpace'), ({ maxSpeed }) => linear(normal, fromZero(maxSpeed)), true],
  ['PanTiltSpeedSpace', panTilt('SpeedSpaceDegrees'), ({ maxSpeed }) => same(fromZero(maxSpeed)), true],
];

const zoomRows: readonly (readonly [ZoomGroup, string, ScaleOf, absolute: boolean])[] = [
  ['AbsoluteZoomPositionSpace', zoom('PositionGenericSpace'), (axis) => linear(normal, axis, margin(axis)), true],
  [
    'RelativeZoomTranslationSpace',
    zoom('TranslationGenericSpace'),
    (axis) => linear(unit, symmetric(travelOf(axis))),
    true,
  ],
  [
    'ContinuousZoomVelocitySpace',
    zoom('VelocityGenericSpace'),
    ({ maxSpeed }) => linear(unit, symmetric(maxSpeed)),
    false,
  ],
  ['ZoomSpeedSpace', zoom('ZoomGenericSpeedSpace'), ({ maxSpeed }) => linear(normal, fromZero(maxSpeed)), true],
];

/** Spaces of the optics: positions and translations by the magnification times `wide`. */
const opticalUnits = {
  millimetre: ['PositionSpaceMillimeter', 'TranslationSpaceMillimeter'],
  digital: ['NormalizedDigitalPositionSpace', 'NormalizedDigitalTranslationSpace'],
} as const;

function opticalSpaces({ axes, optics, digital }: HeadFacts): Partial<Record<ZoomGroup, readonly ZoomSpace[]>> {
  if (axes.zoom?.absolute !== true || optics === undefined || optics.magnification <= 1) return {};
  const wide = digital ? 1 : optics.focalLength?.wide;
  const [position, translation] = opticalUnits[digital ? 'digital' : 'millimetre'];
  const { magnification } = optics;
  const identity = (value: number): number => value;
  const view: ZoomSpace = {
    uri: zoom('TranslationSpaceFov'),
    unit: 'view',
    zoom: curved({ min: 1 / magnification, max: magnification }, identity, identity),
  };
  if (wide === undefined) return { RelativeZoomTranslationSpace: [view] };
  const scale = curved(
    { min: wide, max: wide * magnification },
    (value) => zoomOf(optics, value / wide),
    (value) => wide * magnificationAt(optics, value),
  );
  const difference: Scale = { ...scale, ...symmetric(scale.max - scale.min) };
  return {
    AbsoluteZoomPositionSpace: [{ uri: zoom(position), unit: 'axis', zoom: scale }],
    RelativeZoomTranslationSpace: [{ uri: zoom(translation), unit: 'position', zoom: difference }, view],
    ...(digital || optics.curve !== undefined ? {} : millimetreSpeeds(axes.zoom, difference.max)),
  };
}

/** Spaces of speeds in millimetres a second, of a lens whose focal length grows evenly by `millimetres` along the axis. */
function millimetreSpeeds(
  { maxSpeed }: HeadAxisFacts,
  millimetres: number,
): Partial<Record<ZoomGroup, readonly ZoomSpace[]>> {
  const [fastest, head] = [maxSpeed * millimetres, fromZero(maxSpeed)];
  const velocity = linear(symmetric(fastest), symmetric(maxSpeed));
  return {
    ContinuousZoomVelocitySpace: [{ uri: zoom('VelocitySpaceMillimeter'), unit: 'axis', zoom: velocity }],
    ZoomSpeedSpace: [{ uri: zoom('SpeedSpaceMillimeter'), unit: 'axis', zoom: linear(fromZero(fastest), head) }],
  };
}

function panTiltSpaces({ axes: { pan, tilt }, optics }: HeadFacts, group: PanTiltGroup): readonly PanTiltSpace[] {
  const found = panTiltRows.flatMap(([of, uri, scaleOf, absolute]): readonly PanTiltSpace[] => {
    const usable = (axis: HeadAxisFacts | undefined): Scale | undefined =>
      axis === undefined || (absolute && !axis.absolute) ? undefined : scaleOf(axis);
    const scales = { pan: usable(pan), tilt: usable(tilt) };
    if (of !== group || (scales.pan === undefined && scales.tilt === undefined)) return [];
    return [{ uri, unit: 'axis', ...scales }];
  });
  if (group !== 'RelativePanTiltTranslationSpace' || optics === undefined) return found;
  if (pan?.absolute !== true || tilt?.absolute !== true) return found;
  // Frigate scales what it sends to the range of this space: only -1..1 leaves it as it is.
  return [...found, { uri: panTilt('TranslationSpaceFov'), unit: 'view', pan: same(unit), tilt: same(unit) }];
}

function zoomSpaces(facts: HeadFacts, group: ZoomGroup): readonly ZoomSpace[] {
  const { zoom: axis } = facts.axes;
  if (axis === undefined) return [];
  const found = zoomRows.filter(([of, , , absolute]) => of === group && (axis.absolute || !absolute));
  const generic = found.map(([, uri, scaleOf]): ZoomSpace => ({ uri, unit: 'axis', zoom: scaleOf(axis) }));
  return [...generic, ...(opticalSpaces(facts)[group] ?? [])];
}

/** Spaces of a head whose directions are those of `facts`. */
export function spacesOf(facts: HeadFacts): Spaces {
  return Object.fromEntries([
    ...panTiltGroups.map((group) => [group, panTiltSpaces(facts, group)]),
    ...zoomGroups.map((group) => [group, zoomSpaces(facts, group)]),
  ]) as unknown as Spaces;
}

const range = (scale: Scale | undefined): tt.FloatRange => ({ Min: scale?.min ?? -1, Max: scale?.max ?? 1 });

/** Range of the speed for pan and tilt together: the faster axis sets it. */
function speedRange({ pan, tilt }: PanTiltSpace): tt.FloatRange {
  return { Min: 0, Max: Math.max(pan?.max ?? 0, tilt?.max ?? 0) };
}

/** tt:PTZSpaces of nodes and options; an axis that the head lacks gets the range of a generic space. */
export function spacesToWire(spaces: Spaces): tt.PTZSpaces {
  const entries = [
    ...panTiltGroups.map((group) => [
      group,
      spaces[group].map((space) =>
        group === 'PanTiltSpeedSpace'
          ? { URI: space.uri, XRange: speedRange(space) }
          : { URI: space.uri, XRange: range(space.pan), YRange: range(space.tilt) },
      ),
    ]),
    ...zoomGroups.map((group) => [
      group,
      spaces[group].map(({ uri, zoom: scale }) => ({ URI: uri, XRange: range(scale) })),
    ]),
  ] as const;
  return Object.fromEntries(entries.filter(([, list]) => list !== undefined && list.length > 0));
}
