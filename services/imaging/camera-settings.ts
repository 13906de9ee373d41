import {
  type CameraFacts,
  type CameraLevel,
  type CameraMode,
  type CameraSettings,
  cameraLevels,
  cameraModes,
  type PictureArea,
} from '../../hal/ports/camera.ts';
import { levelMembers } from './members.ts';
import { type Scale, toCamera } from './scale.ts';
import type { ImagingValues } from './values.ts';

const wholePicture: PictureArea = { left: 0, top: 0, right: 1, bottom: 1 };

interface Surroundings {
  /** Values that were in force before; without a value of now they return to the initial one. */
  readonly touched: ImagingValues;
  /** Whether the device keeps values of an earlier life: all members are then set, so that none is left over. */
  readonly remembers: boolean;
  /** Whether the camera's own filter is left to day and night. */
  readonly filterIsMoved: boolean;
  /** Whether the picture is grey: its colours are wrong while the filter is out. */
  readonly grey: boolean;
}

/** Levels that are no setting on the wire: the position of the focus is a fraction of its way. */
export function scaleOf(level: CameraLevel): Scale {
  return levelMembers.find((one) => one.level === level)?.scale ?? (level === 'focus' ? 'fraction' : 'own');
}

function levelOf(
  level: CameraLevel,
  facts: CameraFacts,
  values: ImagingValues,
  around: Surroundings,
): number | undefined {
  const range = facts.levels[level];
  const value = values.levels[level];
  if (range === undefined) return undefined;
  if (level === 'colorSaturation' && around.grey) return range.min;
  if (value !== undefined) return toCamera(scaleOf(level), range, value);
  return around.remembers || level in around.touched.levels ? range.initial : undefined;
}

function modeOf(mode: CameraMode, facts: CameraFacts, values: ImagingValues, around: Surroundings): string | undefined {
  const offered: readonly string[] = facts.modes[mode] ?? [];
  if (mode === 'irCutFilter' && around.filterIsMoved) return undefined;
  const value = values.modes[mode];
  if (value !== undefined && offered.includes(value)) return value;
  return around.remembers || mode in around.touched.modes ? facts.initialModes[mode] : undefined;
}

function present<Name extends string, T>(
  names: readonly Name[],
  of: (name: Name) => T | undefined,
): readonly (readonly [Name, T])[] {
  return names.flatMap((name) => {
    const value = of(name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** Settings for a camera, in its own units; members that it lacks are left out. */
export function cameraSettings(facts: CameraFacts, values: ImagingValues, around: Surroundings): CameraSettings {
  const window = values.exposureWindow ?? (around.touched.exposureWindow && wholePicture);
  const modes = Object.keys(cameraModes) as CameraMode[];
  return {
    levels: Object.fromEntries(present(cameraLevels, (level) => levelOf(level, facts, values, around))),
    modes: Object.fromEntries(present(modes, (mode) => modeOf(mode, facts, values, around))),
    ...(facts.exposureWindow && window !== undefined && { exposureWindow: window }),
  };
}
