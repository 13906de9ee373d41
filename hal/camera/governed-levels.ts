import type { CameraFacts, CameraLevel, CameraMode, CameraSettings } from '../ports/camera.ts';
import { levelsOf, toStep } from './check-settings.ts';

/** The mode that decides whether a level counts, and its value that lets it count. */
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

/** Whether a level counts while those modes are in force; always where the camera lacks the mode. */
export function isFree(level: CameraLevel, modes: Modes): boolean {
  const governor = governors[level];
  const value = governor === undefined ? undefined : modes?.[governor.mode];
  return value === undefined || value === governor?.free;
}

/** Whether a level is what a function does when it is ON: there is none while it is OFF. */
export function isSwitched(level: CameraLevel): boolean {
  return governors[level]?.free === 'ON';
}

interface Plan {
  /** What the device is set to: levels that count and differ, modes that differ. */
  readonly now: CameraSettings;
  /** Levels to be set when their mode lets them count. */
  readonly kept: Levels;
}

interface PlanInput {
  readonly facts: CameraFacts;
  /** Checked against the facts. */
  readonly wanted: CameraSettings;
  readonly inForce: CameraSettings;
  readonly kept: Levels;
}

/** The level of a function that is switched on: what it was before, else what it starts with. */
function switchedOn(input: PlanInput, modes: Modes): Levels {
  const { facts, inForce, kept } = input;
  const names = (Object.keys(facts.levels) as CameraLevel[]).filter(
    (level) => isSwitched(level) && isFree(level, modes) && !isFree(level, inForce.modes),
  );
  return Object.fromEntries(names.map((level) => [level, kept[level] ?? facts.levels[level]?.initial]));
}

/** A function that is switched off remembers its level. */
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

/** What becomes of a wish: set now, or kept until its mode lets it count. */
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
  // What automatic functions made of a level says nothing about what it will be once they end.
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
