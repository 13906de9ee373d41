import type { I2cFact } from '../boards/facts/line.ts';
import {
  type AxisFact,
  type DriveFact,
  deviceRanges,
  type RangeFact,
  type StepperFact,
} from '../boards/facts/motion.ts';
import type { LineFact } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';

/** What is wrong, in the words after the axis's name; undefined when nothing is. */
type Finding = string | undefined;

/** Steps a second that a thread can time with lines that are files. */
const fastest = 4000;

const drives: { readonly [Kind in DriveFact['kind']]: (drive: Extract<DriveFact, { kind: Kind }>) => Finding[] } = {
  virtual: (drive) => [positive('acceleration', drive.acceleration)],
  servo: ({ pwm, pulse, acceleration }) => [
    ...i2c(pwm.i2c),
    whole('output of the PCA9685', pwm.channel, 0, 15),
    ...range('pulse', pulse, deviceRanges.pulse, 'µs'),
    acceleration === undefined ? undefined : positive('acceleration', acceleration),
  ],
  'four-wire-stepper': (drive) => [...stepper(drive), ...distinct([...drive.coils, ...endStopLine(drive)])],
  'step-direction-stepper': (drive) => [
    ...stepper(drive),
    ...distinct([drive.step, drive.direction, ...(drive.enable ? [drive.enable] : []), ...endStopLine(drive)]),
    whole('pulse', drive.pulse ?? 5, 1, 5000),
  ],
  'voice-coil': ({ i2c: at, code }) => [...i2c(at), ...(code ? range('code', code, deviceRanges.code, '') : [])],
  'pelco-d': ({ address }) => [whole('address', address, 1, 255)],
  visca: ({ address, counts }) => [
    whole('address', address, 1, 7),
    ...(counts ? range('counts', counts, deviceRanges.counts, '') : []),
  ],
};

/**
 * Throws HalError 'out-of-range' for facts that contradict each other or cannot be, before anything is opened: the message names
 * the axis and all that is wrong with it.
 */
export function checkAxisFact(fact: AxisFact): void {
  const check = drives[fact.drive.kind] as ((drive: DriveFact) => Finding[]) | undefined;
  const findings: Finding[] = [
    fact.min < fact.max ? undefined : `its minimum ${fact.min} is not below its maximum ${fact.max}`,
    Number.isFinite(fact.min) && Number.isFinite(fact.max) ? undefined : 'its limits are no numbers',
    positive('top speed', fact.maxSpeed),
    ...(check?.(fact.drive) ?? [`it has no drive of the kind "${fact.drive.kind}"`]),
    tooFast(fact),
  ];
  const wrong = findings.filter((finding) => finding !== undefined);
  if (wrong.length > 0)
    throw new HalError('out-of-range', `axis ${fact.id}: ${wrong.join('; ')}. Correct the board's facts`);
}

/** The same for all axes of a board, and what two of them cannot share. */
export function checkAxisFacts(facts: readonly AxisFact[]): void {
  for (const fact of facts) checkAxisFact(fact);
  const ids = facts.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new HalError('out-of-range', `two axes are called ${twice}. Correct the board's facts`);
  const owners = new Map<string, string>();
  for (const { id, drive } of facts) {
    for (const resource of resources(drive)) {
      const owner = owners.get(resource);
      if (owner !== undefined)
        throw new HalError('out-of-range', `axes ${owner} and ${id} both use ${resource}. Correct the board's facts`);
      owners.set(resource, id);
    }
  }
}

function resources(drive: DriveFact): readonly string[] {
  switch (drive.kind) {
    case 'servo':
      return [`output ${drive.pwm.channel} of the PCA9685 at ${place(drive.pwm.i2c)}`];
    case 'voice-coil':
      return [`the chip at ${place(drive.i2c)}`];
    case 'four-wire-stepper':
      return [...drive.coils, ...endStopLine(drive)].map(name);
    case 'step-direction-stepper':
      return [drive.step, drive.direction, ...(drive.enable ? [drive.enable] : []), ...endStopLine(drive)].map(name);
    default:
      return [];
  }
}

function stepper({ stepsPerUnit, acceleration, backlash }: StepperFact): Finding[] {
  return [
    positive('number of steps for a unit', stepsPerUnit),
    positive('acceleration', acceleration),
    whole('backlash', backlash, 0, 10_000),
  ];
}

function tooFast({ maxSpeed, drive }: AxisFact): Finding {
  if (!('stepsPerUnit' in drive)) return undefined;
  const rate = maxSpeed * drive.stepsPerUnit;
  if (rate > fastest) return `its top speed is ${Math.round(rate)} steps a second, ${fastest} can be made`;
  if ('pulse' in drive && (drive.pulse ?? 0) > 500_000 / rate)
    return `its pulse of ${drive.pulse} µs is longer than half a step at its top speed`;
  return undefined;
}

function endStopLine(drive: StepperFact): readonly LineFact[] {
  return drive.endStop === undefined ? [] : [drive.endStop.line];
}

function distinct(lines: readonly LineFact[]): Finding[] {
  const names = lines.map(name);
  return names.map((one, index) => (names.indexOf(one) === index ? undefined : `${one} is named twice`));
}

function name({ chip, line }: LineFact): string {
  return `line ${line} of ${chip}`;
}

function place({ adapter, address }: I2cFact): string {
  return `I2C ${adapter}, 0x${address.toString(16)}`;
}

function positive(what: string, value: number): Finding {
  return value > 0 && Number.isFinite(value) ? undefined : `its ${what} is ${value}, it must be above 0`;
}

function whole(what: string, value: number, min: number, max: number): Finding {
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `its ${what} is ${value}, it must be a whole number from ${min} to ${max}`;
}

function range(what: string, { min, max }: RangeFact, allowed: RangeFact, unit: string): Finding[] {
  const within = (value: number): boolean => value >= allowed.min && value <= allowed.max;
  return [
    within(min) && within(max)
      ? undefined
      : `its ${what} ${min}..${max} is not within ${allowed.min}..${allowed.max} ${unit}`.trim(),
    min === max ? `its ${what} is ${min} at both ends` : undefined,
  ];
}

function i2c({ adapter, address }: I2cFact): Finding[] {
  return [whole('I2C adapter', adapter, 0, 255), whole('I2C address', address, 0x08, 0x77)];
}
