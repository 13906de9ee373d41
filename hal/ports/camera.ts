/**
 * Settings of a camera in the standard's terms (tt:ImagingSettings20), as data: levels have a range, modes a list of values. A
 * member that a camera lacks is absent from its facts.
 */

/** Range of a level in the camera's own steps; every value within is accepted and rounded to a step. */
export interface LevelRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Value at the start of the camera. */
  readonly initial: number;
}

/**
 * - `exposureTime` µs; `exposureGain` dB, `iris` dB of attenuation where the driver knows, else its steps
 * - `minExposureTime` to `maxExposureGain` limits of the automatic exposure, in the same units
 * - `whiteBalanceRed`, `whiteBalanceBlue` gains in the driver's steps, `whiteBalanceTemperature` K
 * - `focus` position in the driver's steps, near to far as the driver counts; `zoom` likewise
 * - the others in the driver's steps
 */
export const cameraLevels = [
  'brightness',
  'contrast',
  'colorSaturation',
  'sharpness',
  'exposureTime',
  'exposureGain',
  'iris',
  'minExposureTime',
  'maxExposureTime',
  'minExposureGain',
  'maxExposureGain',
  'whiteBalanceRed',
  'whiteBalanceBlue',
  'whiteBalanceTemperature',
  'backlightCompensation',
  'wideDynamicRange',
  'defogging',
  'noiseReduction',
  'focus',
  'zoom',
] as const;
export type CameraLevel = (typeof cameraLevels)[number];

/** Modes and their values in the standard's spelling; a camera may offer a part of them. */
export const cameraModes = {
  exposure: ['AUTO', 'MANUAL'],
  exposurePriority: ['LowNoise', 'FrameRate'],
  whiteBalance: ['AUTO', 'MANUAL'],
  backlightCompensation: ['OFF', 'ON'],
  wideDynamicRange: ['OFF', 'ON'],
  defogging: ['OFF', 'ON', 'AUTO'],
  focus: ['AUTO', 'MANUAL'],
  /** Filter inside the sensor module; a filter on GPIO lines is a port of its own. */
  irCutFilter: ['ON', 'OFF', 'AUTO'],
  powerLineFrequency: ['OFF', '50', '60', 'AUTO'],
} as const;
export type CameraMode = keyof typeof cameraModes;
export type CameraModeValue<M extends CameraMode = CameraMode> = (typeof cameraModes)[M][number];

/** Part of the picture, 0..1 of width and height, origin at its upper left. */
export interface PictureArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Controls of a camera with their true ranges. */
export interface CameraFacts {
  readonly levels: Readonly<Partial<Record<CameraLevel, LevelRange>>>;
  readonly modes: { readonly [M in CameraMode]?: readonly CameraModeValue<M>[] };
  /** Values of the modes at the start of the camera, as far as they are known. */
  readonly initialModes: { readonly [M in CameraMode]?: CameraModeValue<M> };
  /** Whether exposure can be metered in a part of the picture. */
  readonly exposureWindow: boolean;
}

/** Values to set, or values in force. An absent member stays unchanged. */
export interface CameraSettings {
  readonly levels?: Readonly<Partial<Record<CameraLevel, number>>>;
  readonly modes?: { readonly [M in CameraMode]?: CameraModeValue<M> };
  readonly exposureWindow?: PictureArea;
}

/** Controls of one camera, which live as long as the device is present. */
export interface CameraControls {
  readonly facts: CameraFacts;
  /** Reads the values in force from the device: automatic functions change levels by themselves. */
  values(): CameraSettings;
  /**
   * Sets the values that differ, all or none; a level that an automatic mode governs is kept until that mode ends.
   * Throws HalError 'out-of-range' (naming level and range), 'unsupported', 'gone', 'busy', 'io'.
   */
  set(settings: CameraSettings): void;
  /** Called when the device changes a value by itself or another program does. One listener. */
  onChange(listener: () => void): void;
  close(): void;
}
