import {
  type CameraFacts,
  type CameraLevel,
  type CameraMode,
  type CameraSettings,
  cameraLevels,
  cameraModes,
  type LevelRange,
  type PictureArea,
} from '../ports/camera.ts';
import { HalError } from '../ports/hal-error.ts';

/** Levels in the settings, in the order of the port. */
export function levelsOf(settings: CameraSettings): readonly (readonly [CameraLevel, number])[] {
  return cameraLevels.flatMap((level) => {
    const value = settings.levels?.[level];
    return value === undefined ? [] : [[level, value] as const];
  });
}

/** Modes in the settings, in the order of the port. */
export function modesOf(settings: CameraSettings): readonly (readonly [CameraMode, string])[] {
  return (Object.keys(cameraModes) as CameraMode[]).flatMap((mode) => {
    const value = settings.modes?.[mode];
    return value === undefined ? [] : [[mode, value] as const];
  });
}

/** Values of a mode in the order of the port. */
export function inOrder(mode: CameraMode, values: readonly string[]): readonly string[] {
  return cameraModes[mode].filter((value) => values.includes(value));
}

/** Row of a table: the range of a level. */
export function levelRange(min: number, max: number, step: number, initial: number): LevelRange {
  return { min, max, step, initial };
}

/** Nearest step of the camera to a value within the range. */
export function toStep(value: number, { min, max, step }: LevelRange): number {
  const steps = Math.round((value - min) / step);
  // Twelve digits hide the error of binary fractions.
  return Number(Math.min(max, min + steps * step).toPrecision(12));
}

function checkLevel(camera: string, level: CameraLevel, value: number, range: LevelRange | undefined): void {
  if (range === undefined) throw new HalError('unsupported', `${camera} has no ${level}`);
  if (!(value >= range.min && value <= range.max))
    throw new HalError('out-of-range', `${level} of ${camera} is ${range.min}..${range.max}, not ${value}`);
}

function checkMode(camera: string, mode: CameraMode, value: string, offered: readonly string[] | undefined): void {
  if (offered === undefined) throw new HalError('unsupported', `${camera} has no mode ${mode}`);
  if (!offered.includes(value))
    throw new HalError('unsupported', `${mode} of ${camera} is one of ${offered.join(', ')}, not ${value}`);
}

function checkWindow(camera: string, { left, top, right, bottom }: PictureArea): void {
  if (!(left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && left < right && top < bottom))
    throw new HalError('out-of-range', `the exposure window of ${camera} must lie in 0..1 and not be empty`);
}

/** Throws HalError 'unsupported' or 'out-of-range' with the name of the setting; names may come from the network. */
export function checkSettings(camera: string, facts: CameraFacts, settings: CameraSettings): void {
  for (const name of Object.keys(settings.levels ?? {}))
    if (!(cameraLevels as readonly string[]).includes(name)) throw new HalError('unsupported', `no level ${name}`);
  for (const name of Object.keys(settings.modes ?? {}))
    if (!Object.hasOwn(cameraModes, name)) throw new HalError('unsupported', `no mode ${name}`);
  for (const [level, value] of levelsOf(settings)) checkLevel(camera, level, value, facts.levels[level]);
  for (const [mode, value] of modesOf(settings)) checkMode(camera, mode, value, facts.modes[mode]);
  if (settings.exposureWindow === undefined) return;
  if (!facts.exposureWindow) throw new HalError('unsupported', `${camera} has no exposure window`);
  checkWindow(camera, settings.exposureWindow);
}
