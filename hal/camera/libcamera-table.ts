import { levelRange as range } from './check-settings.ts';
import { decibels, type ElementTable, named, scaled } from './element-table.ts';

/**
 * Table of libcamerasrc. The properties exist since libcamera 0.4 and were renamed since, so each is used only if the installed element
 * has it. Declared ranges are those of the number types, so these ranges are those of the Raspberry Pi's pipeline. Not tested on
 * hardware; the element ignores controls that a sensor lacks, with a warning.
 */
export const libcamera: ElementTable = {
  element: 'libcamerasrc',
  levels: [
    { level: 'brightness', property: 'brightness', range: range(-1, 1, 0.01, 0), ...scaled() },
    { level: 'contrast', property: 'contrast', range: range(0, 32, 0.01, 1), ...scaled() },
    { level: 'colorSaturation', property: 'saturation', range: range(0, 32, 0.01, 1), ...scaled() },
    { level: 'sharpness', property: 'sharpness', range: range(0, 16, 0.01, 1), ...scaled() },
    { level: 'exposureTime', property: 'exposure-time', range: range(100, 200_000, 1, 20_000), ...scaled() },
    { level: 'exposureGain', property: 'analogue-gain', range: range(0, 24, 0.1, 0), ...decibels },
    { level: 'whiteBalanceRed', property: 'colour-gains', range: range(0, 32, 0.01, 1), ...scaled(), index: 0 },
    { level: 'whiteBalanceBlue', property: 'colour-gains', range: range(0, 32, 0.01, 1), ...scaled(), index: 1 },
    // Dioptres: 0 is infinity.
    { level: 'focus', property: 'lens-position', range: range(0, 12, 0.1, 1), ...scaled() },
    {
      level: 'noiseReduction',
      property: 'noise-reduction-mode',
      range: range(0, 3, 1, 0),
      ...named(['off', 'minimal', 'fast', 'high-quality']),
    },
    {
      level: 'noiseReduction',
      property: 'draft-noise-reduction-mode',
      range: range(0, 3, 1, 0),
      ...named(['off', 'minimal', 'fast', 'high-quality']),
    },
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
    { mode: 'exposure', values: { AUTO: { 'ae-enable': 'true' }, MANUAL: { 'ae-enable': 'false' } }, initial: 'AUTO' },
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
    {
      mode: 'wideDynamicRange',
      values: { OFF: { 'hdr-mode': 'off' }, ON: { 'hdr-mode': 'single-exposure' } },
      initial: 'OFF',
    },
    {
      mode: 'powerLineFrequency',
      values: {
        OFF: { 'ae-flicker-mode': 'off' },
        // Period (µs) of twice the mains frequency.
        '50': { 'ae-flicker-mode': 'manual', 'ae-flicker-period': '10000' },
        '60': { 'ae-flicker-mode': 'manual', 'ae-flicker-period': '8333' },
      },
      initial: 'OFF',
    },
  ],
};
