import { levelRange as range } from './check-settings.ts';
import { decibels, type ElementTable, pinned, scaled } from './element-table.ts';

/**
 * Full ranges of the automatic exposure: time in ns and gain factor. The elements of JetPack 4 (R32) have these fixed limits and refuse
 * a range beyond them; later ones clamp a range to that of the sensor's mode.
 */
const anyTime = '34000 358733000';
const anyGain = '1 16';

/**
 * Table of nvarguscamerasrc (Jetson), after the sources of the plug-in that NVIDIA publishes. The element has no manual exposure: a
 * range with equal ends fixes time and gain. Brightness is exposure compensation (stops); manual white balance keeps the present
 * gains. Not tested on hardware.
 */
export const argus: ElementTable = {
  element: 'nvarguscamerasrc',
  levels: [
    { level: 'brightness', property: 'exposurecompensation', range: range(-2, 2, 0.1, 0), ...scaled() },
    { level: 'colorSaturation', property: 'saturation', range: range(0, 2, 0.01, 1), ...scaled() },
    { level: 'sharpness', property: 'ee-strength', range: range(0, 1, 0.01, 0.5), ...scaled() },
    { level: 'noiseReduction', property: 'tnr-strength', range: range(0, 1, 0.01, 0.5), ...scaled() },
    {
      level: 'exposureTime',
      property: 'exposuretimerange',
      range: range(34, 358_733, 1, 10_000),
      ...pinned(scaled(1000)),
    },
    { level: 'exposureGain', property: 'gainrange', range: range(0, 24, 0.1, 0), ...pinned(decibels) },
  ],
  modes: [
    {
      mode: 'exposure',
      values: {
        AUTO: { aelock: 'false', exposuretimerange: anyTime, gainrange: anyGain },
        // Levels are written after the mode and fix the ranges.
        MANUAL: { aelock: 'false' },
      },
      initial: 'AUTO',
    },
    { mode: 'whiteBalance', values: { AUTO: { awblock: 'false' }, MANUAL: { awblock: 'true' } }, initial: 'AUTO' },
    {
      mode: 'powerLineFrequency',
      values: {
        OFF: { aeantibanding: '0' },
        AUTO: { aeantibanding: '1' },
        '50': { aeantibanding: '2' },
        '60': { aeantibanding: '3' },
      },
      initial: 'AUTO',
    },
  ],
};
