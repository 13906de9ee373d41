import type { CameraFacts, CameraLevel, CameraMode, CameraModeValue, LevelRange } from '../ports/camera.ts';
import { levelRange as range } from './check-settings.ts';

/** Level and its property of scenesrc. */
interface LevelRow {
  readonly level: CameraLevel;
  readonly property: string;
  readonly range: LevelRange;
}

interface ModeRow<M extends CameraMode = CameraMode> {
  readonly mode: M;
  readonly property: string;
  readonly values: Readonly<Partial<Record<CameraModeValue<M>, number>>>;
  readonly initial: CameraModeValue<M>;
}

const neutral = range(0, 100, 1, 50);
/** Range of a function whose level is 0 while it is OFF. */
const strength = range(1, 100, 1, 50);

export const virtualLevels: readonly LevelRow[] = [
  { level: 'brightness', property: 'brightness', range: neutral },
  { level: 'contrast', property: 'contrast', range: neutral },
  { level: 'colorSaturation', property: 'saturation', range: neutral },
  { level: 'sharpness', property: 'sharpness', range: neutral },
  { level: 'exposureTime', property: 'exposure-time', range: range(20, 100_000, 1, 10_000) },
  { level: 'exposureGain', property: 'exposure-gain', range: range(0, 36, 0.1, 0) },
  { level: 'iris', property: 'iris', range: range(0, 24, 0.1, 0) },
  { level: 'minExposureTime', property: 'min-exposure-time', range: range(20, 100_000, 1, 20) },
  { level: 'maxExposureTime', property: 'max-exposure-time', range: range(20, 100_000, 1, 100_000) },
  { level: 'minExposureGain', property: 'min-exposure-gain', range: range(0, 36, 0.1, 0) },
  { level: 'maxExposureGain', property: 'max-exposure-gain', range: range(0, 36, 0.1, 36) },
  { level: 'whiteBalanceRed', property: 'white-balance-red', range: range(50, 200, 1, 100) },
  { level: 'whiteBalanceBlue', property: 'white-balance-blue', range: range(50, 200, 1, 100) },
  { level: 'backlightCompensation', property: 'backlight-compensation', range: strength },
  { level: 'wideDynamicRange', property: 'wide-dynamic-range', range: strength },
  { level: 'defogging', property: 'defogging', range: strength },
  { level: 'noiseReduction', property: 'noise-reduction', range: range(0, 100, 1, 0) },
  { level: 'focus', property: 'focus', range: range(0, 1000, 1, 500) },
];

const automatic = { values: { AUTO: 1, MANUAL: 0 }, initial: 'AUTO' } as const;

export const virtualModes: readonly ModeRow[] = [
  { mode: 'exposure', property: 'exposure-auto', ...automatic },
  { mode: 'exposurePriority', property: 'low-noise', values: { LowNoise: 1, FrameRate: 0 }, initial: 'FrameRate' },
  { mode: 'whiteBalance', property: 'white-balance-auto', ...automatic },
  { mode: 'focus', property: 'focus-auto', ...automatic },
  { mode: 'irCutFilter', property: 'infrared-filter', values: { ON: 0, OFF: 1, AUTO: 2 }, initial: 'ON' },
];

/** Functions with a level and a mode of the same name; the level is 0 while the mode is OFF. */
export const virtualSwitches = ['backlightCompensation', 'wideDynamicRange', 'defogging'] as const;

export const virtualFacts: CameraFacts = {
  levels: Object.fromEntries(virtualLevels.map((row) => [row.level, row.range])),
  modes: {
    ...Object.fromEntries(virtualModes.map(({ mode, values }) => [mode, Object.keys(values)])),
    ...Object.fromEntries(virtualSwitches.map((mode) => [mode, ['OFF', 'ON']])),
  },
  initialModes: {
    ...Object.fromEntries(virtualModes.map(({ mode, initial }) => [mode, initial])),
    ...Object.fromEntries(virtualSwitches.map((mode) => [mode, 'OFF'])),
  },
  exposureWindow: true,
};
