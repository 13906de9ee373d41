import type { CameraLevel, CameraMode } from '../../hal/ports/camera.ts';
import { scaleOf } from './camera-settings.ts';
import type { ImagingSource } from './imaging-sources.ts';
import { toStandard } from './scale.ts';
import type { ImagingValues, Levels } from './values.ts';

/** Levels that an automatic function leaves as they are when it ends. */
const left: readonly (readonly [mode: CameraMode, levels: readonly CameraLevel[]])[] = [
  ['exposure', ['exposureTime', 'exposureGain', 'iris']],
  ['whiteBalance', ['whiteBalanceRed', 'whiteBalanceBlue', 'whiteBalanceTemperature']],
  ['focus', ['focus']],
];

/**
 * Wanted values, with the present levels of functions that become manual and were never given one: the picture stays as it is. The
 * levels are then kept, so that a restart shows the same picture.
 */
export function withHeldLevels(
  { facts, inForce }: ImagingSource,
  present: ImagingValues,
  wanted: ImagingValues,
): ImagingValues {
  const ending = left.filter(([mode]) => wanted.modes[mode] === 'MANUAL' && present.modes[mode] !== 'MANUAL');
  const held = ending.flatMap(([, levels]) =>
    levels.flatMap((level) => {
      const [range, now] = [facts.levels[level], inForce.levels?.[level]];
      if (range === undefined || now === undefined || level in present.levels) return [];
      return [[level, toStandard(scaleOf(level), range, now)] as const];
    }),
  );
  const levels: Levels = { ...Object.fromEntries(held), ...wanted.levels };
  return { ...wanted, levels };
}
