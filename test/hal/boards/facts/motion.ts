import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AxisFact, axisSchema, type DriveFact } from '../../../../hal/boards/facts/motion.ts';

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

function faults(axis: AxisFact): readonly string[] {
  const issues = axisSchema.safeParse(axis).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const wrong: readonly [what: string, fact: AxisFact, text: RegExp][] = [
  ['limits in the wrong order', fact(virtual, { min: 90, max: -90 }), /^min: min must be below max/],
  ['equal limits', fact(virtual, { min: 1, max: 1 }), /^min: min must be below max/],
  ['an infinite limit', fact(virtual, { max: Number.POSITIVE_INFINITY }), /^max: .*expected number/],
  ['a zoom that begins below 0', fact(virtual, { axis: 'zoom', min: -1, max: 1 }), /^min: zoom and focus begin at 0/],
  ['a tilt beyond half a turn', fact(virtual, { axis: 'tilt', max: 181 }), /^max: is farther/],
  ['a top speed of 0', fact(virtual, { maxSpeed: 0 }), /^maxSpeed: .*>0/],
  ['a top speed that is not a number', fact(virtual, { maxSpeed: Number.NaN }), /^maxSpeed: .*expected number/],
  ['a negative acceleration', fact({ ...virtual, acceleration: -1 }), /^drive\.acceleration: .*>0/],
  ['a servo pulse below 400 µs', fact({ ...servo, pulse: { min: 300, max: 2500 } }), /^drive\.pulse\.min: .*>=400/],
  ['equal servo pulses', fact({ ...servo, pulse: { min: 900, max: 900 } }), /^drive\.pulse: min and max must differ/],
  ['output 16 of a PCA9685', fact({ ...servo, pwm: { ...pwm, channel: 16 } }), /^drive\.pwm\.channel: .*<=15/],
  [
    'an I2C address above 0x77',
    fact({ ...servo, pwm: { ...pwm, i2c: { adapter: 0, address: 0x80 } } }),
    /^drive\.pwm\.i2c\.address: .*<=119/,
  ],
  ['a step rate above 4000 a second', fact({ ...pulses, stepsPerUnit: 100 }), /^maxSpeed: is 6000 steps a second/],
  [
    'a pulse longer than half a step',
    fact({ ...pulses, stepsPerUnit: 50, pulse: 400 }),
    /^drive\.pulse: a pulse of 400 µs is longer than half a step at the top speed/,
  ],
  ['half a step of backlash', fact({ ...pulses, backlash: 0.5 }), /^drive\.backlash: .*expected int/],
  ['VISCA address 8', fact({ kind: 'visca', port: 'SerialPort1', address: 8 }), /^drive\.address: .*<=7/],
  ['an unknown kind of motor', fact({ kind: 'piezo' } as unknown as DriveFact), /^drive\.kind: .*'servo'/],
];

for (const [what, axis, text] of wrong) {
  facts(`refuse ${what}`, () => {
    const found = faults(axis);
    assert.ok(
      found.some((fault) => text.test(fault)),
      found.join('\n'),
    );
  });
}

facts('accept motors at the bounds of their ranges', () => {
  const right = [
    fact(virtual),
    fact({ ...servo, pulse: { min: 2600, max: 400 } }),
    fact(four, { axis: 'zoom', min: 0, max: 1 }),
    fact({ ...pulses, endStop: { line: line(7), end: 'max' }, hold: true }),
    fact({ ...pulses, stepsPerUnit: 50, pulse: 166 }),
  ];
  for (const axis of right) assert.equal(faults(axis), []);
});

facts.run();
