import type { CameraFacts, CameraLevel, CameraMode, CameraSettings } from '../ports/camera.ts';
import { levelsOf, toStep } from './check-settings.ts';

/** Mode that governs a level, and the value at which the level takes effect. */
interface Governor {
  readonly mode: CameraMode;
  readonly free: string;
}

const manual = (mode: CameraMode): Governor => ({ mode, free: 'MANUAL' });
const on = (mode: CameraMode): Governor => ({ mode, free: 'ON' });

const governors: Readonly<Partial<Record<CameraLevel, Governor>>> = {
  exposureTime: manual('exposure'),
  exposureGain: manual('exposure'),
  iris: manual('exposure'),
  whiteBalanceRed: manual('whiteBalance'),
  whiteBalanceBlue: manual('whiteBalance'),
  whiteBalanceTemperature: manual('whiteBalance'),
  focus: manual('focus'),
  backlightCompensation: on('backlightCompensation'),
  wideDynamicRange: on('wideDynamicRange'),
  defogging: on('defogging'),
};

type Modes = CameraSettings['modes'];
export type Levels = Readonly<Partial<Record<CameraLevel, number>>>;

/** Whether a level takes effect in the given modes; always for a camera without the governing mode. */
export function isFree(level: CameraLevel, modes: Modes): boolean {
  const governor = governors[level];
  const value = governor === undefined ? undefined : modes?.[governor.mode];
  return value === undefined || value === governor?.free;
}

/** Whether a level belongs to a function that is ON or OFF. */
export function isSwitched(level: CameraLevel): boolean {
  return governors[level]?.free === 'ON';
}

interface Plan {
  /** Settings for the device: modes that differ, and effective levels that differ. */
  readonly now: CameraSettings;
  /** Levels that wait for their mode. */
  readonly kept: Levels;
}

interface PlanInput {
  readonly facts: CameraFacts;
  /** Settings that were checked against the facts. */
  readonly wanted: CameraSettings;
  readonly inForce: CameraSettings;
  readonly kept: Levels;
}

/** Level of a function that is switched on: the former one, else the initial one. */
function switchedOn(input: PlanInput, modes: Modes): Levels {
  const { facts, inForce, kept } = input;
  const names = (Object.keys(facts.levels) as CameraLevel[]).filter(
    (level) => isSwitched(level) && isFree(level, modes) && !isFree(level, inForce.modes),
  );
  return Object.fromEntries(names.map((level) => [level, kept[level] ?? facts.levels[level]?.initial]));
}

/** Level of a function that is switched off, to be kept. */
function switchedOff({ inForce }: PlanInput, modes: Modes): Levels {
  const ending = levelsOf(inForce).filter(
    ([level]) => isSwitched(level) && isFree(level, inForce.modes) && !isFree(level, modes),
  );
  return Object.fromEntries(ending);
}

function differing<T extends object>(wanted: T, inForce: Partial<T> | undefined): Partial<T> {
  const entries = Object.entries(wanted).filter(([name, value]) => inForce?.[name as keyof T] !== value);
  return Object.fromEntries(entries) as Partial<T>;
}

/** Splits settings into those to set now and levels to keep until their mode allows them. */
export function planSettings(input: PlanInput): Plan {
  const { facts, wanted, inForce } = input;
  const modes = { ...inForce.modes, ...wanted.modes };
  const steps = levelsOf(wanted).flatMap(([level, value]) => {
    const range = facts.levels[level];
    return range === undefined ? [] : [[level, toStep(value, range)] as const];
  });
  const all = Object.entries({
    ...input.kept,
    ...switchedOn(input, modes),
    ...switchedOff(input, modes),
    ...Object.fromEntries(steps),
  }) as [CameraLevel, number][];
  const free = Object.fromEntries(all.filter(([level]) => isFree(level, modes)));
  // Levels under an automatic function are not comparable: they change when the function ends.
  const comparable = levelsOf(inForce).filter(([level]) => isFree(level, inForce.modes));
  const { exposureWindow } = wanted;
  return {
    now: {
      modes: differing(wanted.modes ?? {}, inForce.modes),
      levels: differing(free, Object.fromEntries(comparable)),
      ...(exposureWindow !== undefined && { exposureWindow }),
    },
    kept: Object.fromEntries(all.filter(([level]) => !isFree(level, modes))),
  };
}
