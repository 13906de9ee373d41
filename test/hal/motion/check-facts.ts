import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact, DriveFact } from '../../../hal/boards/facts/motion.ts';
import { checkAxisFact, checkAxisFacts } from '../../../hal/motion/check-facts.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { noHardware } from './no-hardware.ts';

const facts = suite('facts of axes');
const line = (number: number) => ({ chip: 'camboard', line: number });
const pwm = { chip: 'pca9685', i2c: { adapter: 0, address: 0x40 }, channel: 0 } as const;
const steps = { stepsPerUnit: 10, acceleration: 50, backlash: 0 };
const fact = (drive: DriveFact, other: Partial<AxisFact> = {}): AxisFact => ({
  ...{ id: 'Pan', axis: 'pan', min: -90, max: 90, maxSpeed: 60 },
  drive,
  ...other,
});
const virtual: DriveFact = { kind: 'virtual', acceleration: 100 };
const servo: DriveFact = { kind: 'servo', pwm, pulse: { min: 500, max: 2500 } };
const four: DriveFact = { kind: 'four-wire-stepper', coils: [line(0), line(1), line(2), line(3)], ...steps };
const pulses: DriveFact = { kind: 'step-direction-stepper', step: line(4), direction: line(5), ...steps };

const wrong: readonly [what: string, fact: AxisFact, text: RegExp][] = [
  ['limits the wrong way round', fact(virtual, { min: 90, max: -90 }), /minimum 90 is not below its maximum -90/],
  ['limits that are the same', fact(virtual, { min: 1, max: 1 }), /not below/],
  ['limits that are no numbers', fact(virtual, { max: Number.POSITIVE_INFINITY }), /no numbers/],
  ['no speed', fact(virtual, { maxSpeed: 0 }), /top speed is 0/],
  ['a speed that is no number', fact(virtual, { maxSpeed: Number.NaN }), /top speed is NaN/],
  ['no acceleration', fact({ ...virtual, acceleration: -1 }), /acceleration is -1/],
  ['a pulse that is too short', fact({ ...servo, pulse: { min: 300, max: 2500 } }), /pulse 300..2500 .*400..2600 µs/],
  ['a pulse that is the same at both ends', fact({ ...servo, pulse: { min: 900, max: 900 } }), /at both ends/],
  ['an output the chip has not', fact({ ...servo, pwm: { ...pwm, channel: 16 } }), /output .* is 16/],
  ['an address no chip can have', fact({ ...servo, pwm: { ...pwm, i2c: { adapter: 0, address: 0x80 } } }), /address/],
  ['a line that is named twice', fact({ ...four, coils: [line(0), line(1), line(0), line(3)] }), /line 0 .* twice/],
  ['an end stop on a coil', fact({ ...four, endStop: { line: line(3), end: 'min' } }), /line 3 .* twice/],
  ['step and direction on one line', fact({ ...pulses, direction: line(4) }), /line 4 .* twice/],
  ['more steps a second than can be made', fact({ ...pulses, stepsPerUnit: 100 }), /6000 steps a second/],
  ['half a step of backlash', fact({ ...pulses, backlash: 0.5 }), /backlash is 0.5/],
  ['a VISCA address of Pelco-D', fact({ kind: 'visca', port: 'SerialPort1', address: 8 }), /address is 8/],
  ['a motor that nobody knows', fact({ kind: 'piezo' } as unknown as DriveFact), /no drive of the kind "piezo"/],
];

for (const [what, row, text] of wrong) {
  facts(`refuses ${what} before anything is opened`, async () => {
    assert.throws(() => checkAxisFact(row), text);
    try {
      await openAxis(row, noHardware);
      assert.unreachable();
    } catch (error) {
      assert.is((error as HalError).kind, 'out-of-range');
      assert.match((error as HalError).message, /^axis Pan: .*Correct the board's facts$/);
    }
  });
}

facts('takes what is right', () => {
  checkAxisFacts([
    fact(virtual),
    fact({ ...servo, pulse: { min: 2500, max: 500 } }, { id: 'Tilt' }),
    fact(four, { id: 'Zoom', axis: 'zoom', min: 0, max: 1 }),
    fact({ ...pulses, endStop: { line: line(7), end: 'max' } }, { id: 'Focus' }),
  ]);
});

const shared: readonly [what: string, one: DriveFact, other: DriveFact, text: RegExp][] = [
  ['an output of a PCA9685', servo, servo, /Pan and Tilt both use output 0 of the PCA9685/],
  ['a line', four, { ...pulses, step: line(2) }, /Pan and Tilt both use line 2 of camboard/],
];

for (const [what, one, other, text] of shared) {
  facts(`refuses two axes that share ${what}`, () => {
    assert.throws(() => checkAxisFacts([fact(one), fact(other, { id: 'Tilt' })]), text);
  });
}

facts('refuses two axes of one name', () => {
  assert.throws(() => checkAxisFacts([fact(virtual), fact(virtual)]), /two axes are called Pan/);
});

facts.run();
