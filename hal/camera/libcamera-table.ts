import { levelRange as range } from './check-settings.ts';
import { decibels, type ElementTable, scaled } from './element-table.ts';

/** Longest exposure (µs) at any rate. */
const longestExposure = 200_000;

/**
 * Table of libcamerasrc, after its sources from 0.3 to 0.7.1. Until 0.3 it has no control that a running camera obeys; 0.4 has those of
 * `exposed_controls` in its generator, 0.5 the modes of exposure time and gain as well. Properties for high dynamic range, noise
 * reduction and the mode of the flicker filter exist in no version. Each row is used only if the installed element has its property.
 * Declared ranges are those of the number types, so these ranges are those of the Raspberry Pi's pipeline. Not tested on hardware; the
 * element ignores controls that a sensor lacks, with a warning.
 * @param frameRate pictures per second: the element clips an exposure to the time of a picture
 */
export function libcameraTable(frameRate: number): ElementTable {
  const exposure = Math.min(longestExposure, Math.floor(1_000_000 / frameRate));
  return {
    element: 'libcamerasrc',
    levels: [
      { level: 'brightness', property: 'brightness', range: range(-1, 1, 0.01, 0), ...scaled() },
      { level: 'contrast', property: 'contrast', range: range(0, 32, 0.01, 1), ...scaled() },
      { level: 'colorSaturation', property: 'saturation', range: range(0, 32, 0.01, 1), ...scaled() },
      { level: 'sharpness', property: 'sharpness', range: range(0, 16, 0.01, 1), ...scaled() },
      {
        level: 'exposureTime',
        property: 'exposure-time',
        range: range(100, exposure, 1, Math.min(20_000, exposure)),
        ...scaled(),
      },
      { level: 'exposureGain', property: 'analogue-gain', range: range(0, 24, 0.1, 0), ...decibels },
      { level: 'whiteBalanceRed', property: 'colour-gains', range: range(0, 32, 0.01, 1), ...scaled(), index: 0 },
      { level: 'whiteBalanceBlue', property: 'colour-gains', range: range(0, 32, 0.01, 1), ...scaled(), index: 1 },
      // Dioptres: 0 is infinity.
      { level: 'focus', property: 'lens-position', range: range(0, 12, 0.1, 1), ...scaled() },
    ],
    modes: [
      {
        mode: 'exposure',
        values: {
          AUTO: { 'exposure-time-mode': 'auto', 'analogue-gain-mode': 'auto' },
          MANUAL: { 'exposure-time-mode': 'manual', 'analogue-gain-mode': 'manual' },
        },
        initial: 'AUTO',
      },
      {
        mode: 'exposure',
        values: { AUTO: { 'ae-enable': 'true' }, MANUAL: { 'ae-enable': 'false' } },
        initial: 'AUTO',
      },
      {
        mode: 'whiteBalance',
        values: { AUTO: { 'awb-enable': 'true' }, MANUAL: { 'awb-enable': 'false' } },
        initial: 'AUTO',
      },
      {
        mode: 'focus',
        values: { AUTO: { 'af-mode': 'continuous' }, MANUAL: { 'af-mode': 'manual' } },
        initial: 'MANUAL',
      },
    ],
  };
}
