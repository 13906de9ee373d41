import type { CameraFacts, CameraLevel, CameraMode, LevelRange } from '../../hal/ports/camera.ts';
import type { Scale } from './scale.ts';

/** Member of tt:ImagingSettings20 and of tt:ImagingOptions20, each by its path. */
interface Place {
  readonly path: string;
  readonly option: string;
}

interface LevelMember extends Place {
  readonly level: CameraLevel;
  readonly scale: Scale;
}

interface ModeMember extends Place {
  readonly mode: CameraMode;
  /** Value for a camera that has other members of the group, but not this choice. */
  readonly implied?: string;
}

const third = 'Extension/Extension/Extension';

function level(name: CameraLevel, scale: Scale, path: string, option: string = path): LevelMember {
  return { level: name, scale, path, option };
}

function mode(name: CameraMode, path: string, more: Partial<ModeMember> = {}): ModeMember {
  return { mode: name, path, option: path, ...more };
}

/** Levels of the standard and of cameras. The options call CrGain and CbGain YrGain and YbGain. */
export const levelMembers: readonly LevelMember[] = [
  level('brightness', 'neutral', 'Brightness'),
  level('colorSaturation', 'neutral', 'ColorSaturation'),
  level('contrast', 'neutral', 'Contrast'),
  level('sharpness', 'neutral', 'Sharpness'),
  level('backlightCompensation', 'percent', 'BacklightCompensation/Level'),
  level('wideDynamicRange', 'percent', 'WideDynamicRange/Level'),
  level('exposureTime', 'own', 'Exposure/ExposureTime'),
  level('exposureGain', 'own', 'Exposure/Gain'),
  level('iris', 'own', 'Exposure/Iris'),
  level('minExposureTime', 'own', 'Exposure/MinExposureTime'),
  level('maxExposureTime', 'own', 'Exposure/MaxExposureTime'),
  level('minExposureGain', 'own', 'Exposure/MinGain'),
  level('maxExposureGain', 'own', 'Exposure/MaxGain'),
  level('whiteBalanceRed', 'own', 'WhiteBalance/CrGain', 'WhiteBalance/YrGain'),
  level('whiteBalanceBlue', 'own', 'WhiteBalance/CbGain', 'WhiteBalance/YbGain'),
  level('defogging', 'fraction', `${third}/Defogging/Level`, `${third}/DefoggingOptions/Level`),
  level('noiseReduction', 'fraction', `${third}/NoiseReduction/Level`, `${third}/NoiseReductionOptions/Level`),
];

export const modeMembers: readonly ModeMember[] = [
  mode('backlightCompensation', 'BacklightCompensation/Mode', { implied: 'ON' }),
  mode('wideDynamicRange', 'WideDynamicRange/Mode', { implied: 'ON' }),
  mode('exposure', 'Exposure/Mode', { implied: 'MANUAL' }),
  mode('exposurePriority', 'Exposure/Priority'),
  mode('focus', 'Focus/AutoFocusMode', { option: 'Focus/AutoFocusModes', implied: 'MANUAL' }),
  mode('whiteBalance', 'WhiteBalance/Mode', { implied: 'MANUAL' }),
  mode('defogging', `${third}/Defogging/Mode`, { option: `${third}/DefoggingOptions/Mode`, implied: 'ON' }),
  mode('irCutFilter', 'IrCutFilter', { option: 'IrCutFilterModes' }),
];

export const windowPath = 'Exposure/Window';
export const speedPath = 'Focus/DefaultSpeed';

/** Members of the standard that no camera has yet. */
export const foreignPaths: readonly string[] = [
  'Exposure/MinIris',
  'Exposure/MaxIris',
  'Focus/AFMode',
  'Focus/NearLimit',
  'Focus/FarLimit',
  'Extension/ImageStabilization',
  `${third}/ToneCompensation`,
];

/** Abilities of a source: the controls of its camera, and whether focus and filter move. */
interface Abilities {
  readonly facts: CameraFacts;
  /** Whether Move works, by the camera's own level or by a motor. */
  readonly focusMoves: boolean;
  /** Whether day and night moves the filter; the camera's own filter is then its business. */
  readonly filterIsMoved: boolean;
}

export interface OfferedLevel extends LevelMember {
  readonly range: LevelRange;
}

interface OfferedMode extends ModeMember {
  readonly values: readonly string[];
  /** A value that cannot be changed. */
  readonly fixed: boolean;
}

/** Members that a source offers. */
export interface Offered {
  readonly levels: readonly OfferedLevel[];
  readonly modes: readonly OfferedMode[];
  readonly exposureWindow: boolean;
  readonly focusSpeed: boolean;
  readonly filterIsMoved: boolean;
}

function groupOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

export function offeredBy({ facts, focusMoves, filterIsMoved }: Abilities): Offered {
  const levels = levelMembers.flatMap((member) => {
    const range = facts.levels[member.level];
    return range === undefined ? [] : [{ ...member, range }];
  });
  const absent = new Set<CameraMode>([
    ...(focusMoves ? [] : ['focus' as const]),
    ...(filterIsMoved ? ['irCutFilter' as const] : []),
  ]);
  const groups = new Set(levels.map(({ path }) => groupOf(path)));
  if (focusMoves) groups.add('Focus');
  if (facts.exposureWindow || facts.modes.exposurePriority !== undefined) groups.add('Exposure');
  const modes = modeMembers.flatMap((member): readonly OfferedMode[] => {
    const { implied, path } = member;
    if (absent.has(member.mode)) return [];
    const values = facts.modes[member.mode];
    if (values !== undefined) return [{ ...member, values, fixed: false }];
    return implied !== undefined && groups.has(groupOf(path)) ? [{ ...member, values: [implied], fixed: true }] : [];
  });
  return { levels, modes, exposureWindow: facts.exposureWindow, focusSpeed: focusMoves, filterIsMoved };
}
