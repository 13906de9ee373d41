import type { Control } from 'node-v4l2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { callsFor } from '../../../hal/camera/v4l2-driver.ts';
import { halError } from '../../../hal/camera/v4l2-errors.ts';
import { deviceTable } from '../../../hal/camera/v4l2-facts.ts';
import type { CameraSettings } from '../../../hal/ports/camera.ts';

const driver = suite('driver of V4L2 controls');

/** Controls of a USB camera, in the order in which its kernel driver would send them. */
const id = {
  backlight: 0x0098_091c,
  temperature: 0x0098_091a,
  whiteBalance: 0x0098_090c,
  focus: 0x009a_090a,
  autofocus: 0x009a_090c,
} as const;

function control(number: number, type: Control['type'], minimum: number, maximum: number): Control {
  const flags = {
    disabled: false,
    grabbed: false,
    readOnly: false,
    writeOnly: false,
    inactive: false,
    volatile: false,
  };
  return { id: number, name: `control ${number}`, type, minimum, maximum, step: 1, defaultValue: minimum, ...flags };
}

const table = deviceTable([
  control(id.backlight, 'integer', 0, 2),
  control(id.temperature, 'integer', 2800, 6500),
  control(id.whiteBalance, 'boolean', 0, 1),
  control(id.focus, 'integer', 0, 1023),
  control(id.autofocus, 'boolean', 0, 1),
]);

const cases: readonly [string, CameraSettings, readonly (readonly (readonly [number, number])[])[]][] = [
  [
    'a level that a mode frees, after the mode',
    { modes: { whiteBalance: 'MANUAL', focus: 'MANUAL' }, levels: { whiteBalanceTemperature: 3000, focus: 300 } },
    [
      [
        [id.whiteBalance, 0],
        [id.autofocus, 0],
      ],
      [
        [id.temperature, 3000],
        [id.focus, 300],
      ],
    ],
  ],
  ['a mode alone', { modes: { focus: 'AUTO' } }, [[[id.autofocus, 1]]]],
  ['a level alone', { levels: { focus: 7 } }, [[[id.focus, 7]]]],
  [
    'the level of a function that is switched on, in place of its switch',
    { modes: { backlightCompensation: 'ON' }, levels: { backlightCompensation: 2 } },
    [[[id.backlight, 2]]],
  ],
  ['nothing', {}, []],
];

for (const [what, settings, calls] of cases)
  driver(`sets ${what}`, () => {
    const made = callsFor(table, settings).map((call) => [...call].sort(([one], [other]) => one - other));
    assert.equal(
      made,
      calls.map((call) => [...call].sort(([one], [other]) => one - other)),
    );
  });

const answers: readonly [string, string, RegExp][] = [
  ['EILSEQ', 'unsupported', /present state: an automatic function may hold it/],
  ['EREMOTE', 'busy', /power mode/],
  ['EPIPE', 'io', /refused a change and gave no reason/],
  ['ERANGE', 'out-of-range', /accepts other values/],
];

for (const [code, kind, message] of answers)
  driver(`explains ${code}`, () => {
    const error = halError(Object.assign(new Error('refused'), { code }), '/dev/video7', () => 'focus');
    assert.is(error.kind, kind);
    assert.match(error.message, message);
    assert.match(error.message, /^focus of \/dev\/video7: /);
  });

driver.run();
