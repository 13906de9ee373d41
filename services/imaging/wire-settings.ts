import type { CameraSettings, PictureArea } from '../../hal/ports/camera.ts';
import type * as tt from '../generated/tt.ts';
import { focusSpeeds } from './focus/focus-unit.ts';
import { memberAt, nested } from './member-path.ts';
import { foreignPaths, levelMembers, modeMembers, type Offered, speedPath, windowPath } from './members.ts';
import { standardRange, toStandard } from './scale.ts';
import { inRange, settingsInvalid } from './settings-invalid.ts';
import type { ImagingValues, Levels } from './values.ts';

/** Area of the picture as tt:Rectangle, -1..1, where up and right are positive. */
function rectangle({ left, top, right, bottom }: PictureArea): tt.Rectangle {
  return { left: 2 * left - 1, top: 1 - 2 * top, right: 2 * right - 1, bottom: 1 - 2 * bottom };
}

function areaOf(value: unknown): PictureArea {
  const { left, top, right, bottom } = value as tt.Rectangle;
  const area = { left: (left + 1) / 2, top: (1 - top) / 2, right: (right + 1) / 2, bottom: (1 - bottom) / 2 };
  const within = Object.values(area).every((side) => side >= 0 && side <= 1);
  if (!within || area.left >= area.right || area.top >= area.bottom)
    throw settingsInvalid('Window must lie in -1..1, with left < right and bottom < top');
  return area;
}

/** Values of the wire, by path. Values that nobody set are those that the camera has now. */
export function settingsMembers(
  offered: Offered,
  values: ImagingValues,
  inForce: CameraSettings,
): readonly (readonly [path: string, value: unknown])[] {
  const levels = offered.levels.flatMap(({ level, scale, range, path }) => {
    const now = inForce.levels?.[level] ?? range.initial;
    return [[path, values.levels[level] ?? toStandard(scale, range, now)] as const];
  });
  const modes = offered.modes.map(({ mode, path, values: known }) => {
    // A device may stand at a value that the standard does not know.
    const value = [values.modes[mode], inForce.modes?.[mode]].find((one) => one !== undefined && known.includes(one));
    return [path, value ?? known[0]] as const;
  });
  const window = values.exposureWindow ?? inForce.exposureWindow;
  return [
    ...modes,
    ...levels,
    ...(offered.exposureWindow && window !== undefined ? [[windowPath, rectangle(window)] as const] : []),
    ...(offered.focusSpeed ? [[speedPath, values.focusSpeed ?? 1] as const] : []),
  ];
}

export function settingsToWire(members: readonly (readonly [path: string, value: unknown])[]): tt.ImagingSettings20 {
  return nested(members);
}

function levelsOf(settings: tt.ImagingSettings20, offered: Offered): Levels {
  const found = levelMembers.flatMap(({ level, path }) => {
    const value = memberAt(settings, path);
    if (value === undefined) return [];
    const member = offered.levels.find((one) => one.level === level);
    if (member === undefined) throw settingsInvalid(`the camera has no ${path}`);
    return [[level, inRange(path, Number(value), standardRange(member.scale, member.range))] as const];
  });
  return Object.fromEntries(found);
}

function modesOf(settings: tt.ImagingSettings20, offered: Offered): ImagingValues['modes'] {
  const found = modeMembers.flatMap(({ mode, path }) => {
    const value = memberAt(settings, path);
    // Day and night checks the filter that it moves.
    if (value === undefined || (mode === 'irCutFilter' && offered.filterIsMoved)) return [];
    return modeOf(path, mode, String(value), offered);
  });
  return Object.fromEntries(found);
}

function modeOf(
  path: string,
  mode: (typeof modeMembers)[number]['mode'],
  value: string,
  offered: Offered,
): readonly (readonly [string, string])[] {
  const member = offered.modes.find((one) => one.mode === mode);
  if (member === undefined) throw settingsInvalid(`the camera has no ${path}`);
  if (!member.values.includes(value))
    throw settingsInvalid(`${path} is one of ${member.values.join(', ')}, not ${value.slice(0, 32)}`);
  return member.fixed ? [] : [[mode, value]];
}

/** Values that a client sent; only those that are there. Throws SettingsInvalid with the reason. */
export function settingsFromWire(settings: tt.ImagingSettings20, offered: Offered): ImagingValues {
  const foreign = foreignPaths.find((path) => memberAt(settings, path) !== undefined);
  if (foreign !== undefined) throw settingsInvalid(`the camera has no ${foreign}`);
  const window = memberAt(settings, windowPath);
  const speed = memberAt(settings, speedPath);
  if (window !== undefined && !offered.exposureWindow) throw settingsInvalid(`the camera has no ${windowPath}`);
  if (speed !== undefined && !offered.focusSpeed) throw settingsInvalid(`the camera has no ${speedPath}`);
  return {
    levels: levelsOf(settings, offered),
    modes: modesOf(settings, offered),
    ...(window !== undefined && { exposureWindow: areaOf(window) }),
    ...(speed !== undefined && { focusSpeed: inRange(speedPath, Number(speed), focusSpeeds) }),
  };
}
