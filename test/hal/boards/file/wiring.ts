import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../hal/boards/board.ts';
import type { DriveFact } from '../../../../hal/boards/facts/motion.ts';
import { wiringFaults } from '../../../../hal/boards/file/wiring.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';

const wiring = suite('wiring of a board');
const line = (number: number) => ({ chip: 'camboard', line: number });
const i2c = { adapter: 1, address: 0x0c };
const steps = { stepsPerUnit: 10, acceleration: 50, backlash: 0 };
const four: DriveFact = { kind: 'four-wire-stepper', coils: [line(0), line(1), line(2), line(3)], ...steps };
const pulses: DriveFact = { kind: 'step-direction-stepper', step: line(4), direction: line(5), ...steps };
const coil: DriveFact = { kind: 'voice-coil', chip: 'dw9714', i2c };

function servo(channel: number, address = 0x40): DriveFact {
  const pwm = { chip: 'pca9685', i2c: { adapter: 1, address }, channel } as const;
  return { kind: 'servo', pwm, pulse: { min: 500, max: 2500 } };
}

function axes(...drives: readonly DriveFact[]): Board {
  return {
    ...virtual,
    axes: drives.map((drive, index) => ({ id: `Axis${index}`, axis: 'pan', min: 0, max: 1, maxSpeed: 1, drive })),
  };
}

const conflicts: readonly [what: string, drives: readonly DriveFact[], path: string, text: RegExp][] = [
  [
    'a line named twice in one stepper',
    [{ ...four, coils: [line(0), line(1), line(0), line(3)] }],
    'axes.0.drive.coils.2',
    /line 0 of camboard is already used by axes\.0\.drive\.coils\.0/,
  ],
  [
    'an end stop on the line of a coil',
    [{ ...four, endStop: { line: line(3), end: 'min' } }],
    'axes.0.drive.endStop.line',
    /line 3/,
  ],
  ['step and direction on one line', [{ ...pulses, direction: line(4) }], 'axes.0.drive.direction', /line 4/],
  ['one line for two axes', [four, { ...pulses, step: line(2) }], 'axes.1.drive.step', /axes\.0\.drive\.coils\.2/],
  ['one output for two servos', [servo(0), servo(0)], 'axes.1.drive.pwm', /channel 0 of the pca9685 at 1\/0x40/],
  ['one address for two voice coils', [coil, coil], 'axes.1.drive.i2c', /I2C address 1\/0xc/],
  ['one address for a servo and a voice coil', [coil, servo(0, 0x0c)], 'axes.1.drive.pwm.i2c', /I2C address 1\/0xc/],
];

for (const [what, drives, path, text] of conflicts) {
  wiring(`is refused with ${what}`, () => {
    const [fault, ...others] = wiringFaults(axes(...drives));
    assert.equal(others, []);
    assert.is(fault?.path.join('.'), path);
    assert.match(fault?.message ?? '', text);
  });
}

wiring('is refused with an auxiliary switch on a relay that does not exist', () => {
  const auxiliaries = [{ id: 'Heater', driver: 'relay', relay: 'Relay9' }] as const;
  const [fault] = wiringFaults({ ...virtual, auxiliaries });
  assert.equal([fault?.path.join('.'), fault?.message], ['auxiliaries.0.relay', 'there is no relay Relay9']);
});

wiring('is accepted with outputs of one PWM chip for several axes', () => {
  assert.equal(wiringFaults(axes(servo(0), servo(1), four, pulses, coil)), []);
});

const heads: readonly [heads: Board['heads'], path: string, text: RegExp][] = [
  [[{ id: 'One', sources: ['Elsewhere'] }], 'heads.0.sources.0', /no video source Elsewhere/],
  [[{ id: 'One', axes: ['Pan1', 'Focus1'] }], 'heads.0.axes.1', /no axis Focus1 for pan, tilt or zoom/],
  [[{ id: 'One', axes: ['Pan1', 'Pan2'] }], 'heads.0.axes.1', /Pan2 is a second pan/],
  [
    [
      { id: 'One', axes: ['Pan1'] },
      { id: 'Two', axes: ['Pan1'] },
    ],
    'heads.1.axes.0',
    /Pan1 already belongs to a head/,
  ],
];

for (const [named, path, text] of heads) {
  wiring(`is refused where ${text.source}`, () => {
    const [pan] = virtual.axes ?? [];
    const second = pan === undefined ? [] : [{ ...pan, id: 'Pan2' }];
    const focus = second.map((axis) => ({ ...axis, id: 'Focus1', axis: 'focus' as const, min: 0, max: 1 }));
    const board: Board = {
      ...virtual,
      axes: [...(virtual.axes ?? []), ...second, ...focus],
      ...(named && { heads: named }),
    };
    const [fault, ...others] = wiringFaults(board);
    assert.equal([others, fault?.path.join('.')], [[], path]);
    assert.match(fault?.message ?? '', text);
  });
}

wiring.run();
