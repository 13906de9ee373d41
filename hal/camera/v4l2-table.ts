import type { CameraLevel, CameraMode, CameraModeValue } from '../ports/camera.ts';

/** Control numbers of the kernel's interface (V4L2_CID_*). */
const id = {
  brightness: 0x0098_0900,
  contrast: 0x0098_0901,
  saturation: 0x0098_0902,
  autoWhiteBalance: 0x0098_090c,
  redBalance: 0x0098_090e,
  blueBalance: 0x0098_090f,
  autoGain: 0x0098_0912,
  gain: 0x0098_0913,
  powerLineFrequency: 0x0098_0918,
  whiteBalanceTemperature: 0x0098_091a,
  sharpness: 0x0098_091b,
  backlightCompensation: 0x0098_091c,
  exposureAuto: 0x009a_0901,
  exposureAbsolute: 0x009a_0902,
  exposureAutoPriority: 0x009a_0903,
  focusAbsolute: 0x009a_090a,
  focusAuto: 0x009a_090c,
  zoomAbsolute: 0x009a_090d,
  irisAbsolute: 0x009a_0911,
  whiteBalancePreset: 0x009a_0914,
  wideDynamicRange: 0x009a_0915,
  analogueGain: 0x009e_0903,
} as const;

export interface LevelRow {
  readonly level: CameraLevel;
  readonly control: number;
  /** Port units in one control unit. */
  readonly scale: number;
}

const row = (level: CameraLevel, control: number, scale = 1): LevelRow => ({ level, control, scale });

/** Levels with their controls; the first supported row of a level counts. */
export const levelRows: readonly LevelRow[] = [
  row('brightness', id.brightness),
  row('contrast', id.contrast),
  row('colorSaturation', id.saturation),
  row('sharpness', id.sharpness),
  // Control unit: 100 µs.
  row('exposureTime', id.exposureAbsolute, 100),
  row('exposureGain', id.gain),
  row('exposureGain', id.analogueGain),
  row('iris', id.irisAbsolute),
  row('whiteBalanceRed', id.redBalance),
  row('whiteBalanceBlue', id.blueBalance),
  row('whiteBalanceTemperature', id.whiteBalanceTemperature),
  row('backlightCompensation', id.backlightCompensation),
  row('focus', id.focusAbsolute),
  row('zoom', id.zoomAbsolute),
];

export interface ModeRow {
  readonly mode: CameraMode;
  readonly control: number;
  /** Control values by value of the mode, the preferred first; a menu has only some of them. */
  readonly values: Readonly<Partial<Record<CameraModeValue, readonly number[]>>>;
}

/** Modes with their controls. Several controls of one mode are set together; the mode is automatic while one of them is. */
export const modeRows: readonly ModeRow[] = [
  // 0 automatic, 1 manual, 2 time set and iris automatic, 3 iris set and time automatic (all that UVC cameras have besides 1).
  { mode: 'exposure', control: id.exposureAuto, values: { AUTO: [0, 3], MANUAL: [1, 2] } },
  { mode: 'exposure', control: id.autoGain, values: { AUTO: [1], MANUAL: [0] } },
  { mode: 'exposurePriority', control: id.exposureAutoPriority, values: { LowNoise: [1], FrameRate: [0] } },
  { mode: 'whiteBalance', control: id.autoWhiteBalance, values: { AUTO: [1], MANUAL: [0] } },
  { mode: 'whiteBalance', control: id.whiteBalancePreset, values: { AUTO: [1], MANUAL: [0] } },
  { mode: 'wideDynamicRange', control: id.wideDynamicRange, values: { OFF: [0], ON: [1] } },
  { mode: 'focus', control: id.focusAuto, values: { AUTO: [1], MANUAL: [0] } },
  { mode: 'powerLineFrequency', control: id.powerLineFrequency, values: { OFF: [0], '50': [1], '60': [2], AUTO: [3] } },
];

/** Control whose lowest value switches it off: a mode, and a level if it has more than one other value. */
export const switchedControl: { readonly mode: CameraMode; readonly control: number } = {
  mode: 'backlightCompensation',
  control: id.backlightCompensation,
};
