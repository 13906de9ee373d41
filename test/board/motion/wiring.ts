import { pino } from 'pino';
import type { AxisFact, DriveFact } from '../../../hal/boards/facts/motion.ts';
import { createDigitalLines } from '../../../hal/gpio/digital-lines.ts';
import { createBuses } from '../../../hal/hardware/buses.ts';
import type { MotionTools } from '../../../hal/motion/axis/motion-tools.ts';
import { boardLine } from '../simulated-lines.ts';

/** Lines that stay open until the process ends, as in the firmware. */
const buses = createBuses();

/** Hardware access of axes on the emulated board. */
export function boardTools(): MotionTools {
  return {
    lines: createDigitalLines(),
    bus: buses.open,
    serial: () => {
      throw new Error('no serial port here');
    },
    log: pino({ level: 'silent' }),
  };
}

const coils = [0, 1, 2, 3] as const;
const pulses = { step: 4, direction: 5, enable: 6 } as const;
export const endStop = 7;
export const travel = 100;
export const backlash = 3;

/** Travel of 100 steps at 200 steps a second. */
const steps = { stepsPerUnit: 10, acceleration: 200, backlash };
const axis = { id: 'Pan', axis: 'pan', min: -5, max: 5, maxSpeed: 20 } as const;
const reference = { line: boardLine(endStop), end: 'min' } as const;

export type StepperKind = 'four-wire-stepper' | 'step-direction-stepper';

/** Facts of a stepper, with or without an end stop. */
export function stepperFact(kind: StepperKind, withEndStop: boolean, other: { hold?: boolean } = {}): AxisFact {
  const common = { ...steps, ...other, ...(withEndStop ? { endStop: reference } : {}) };
  const [a, b, c, d] = coils;
  const drive: DriveFact =
    kind === 'four-wire-stepper'
      ? { kind, coils: [boardLine(a), boardLine(b), boardLine(c), boardLine(d)], ...common }
      : {
          kind,
          step: boardLine(pulses.step),
          direction: boardLine(pulses.direction),
          enable: boardLine(pulses.enable),
          ...common,
        };
  return { ...axis, drive };
}

/** Wiring of the simulated motor, with the load in the middle. */
export function motorOf(kind: StepperKind): {
  kind: 'coils' | 'pulses';
  lines: readonly number[];
  load: number;
  backlash: number;
} {
  const wired = kind === 'four-wire-stepper' ? coils : [pulses.step, pulses.direction];
  return { kind: kind === 'four-wire-stepper' ? 'coils' : 'pulses', lines: wired, load: travel / 2, backlash };
}
