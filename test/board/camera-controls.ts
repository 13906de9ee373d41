// devices: camera
import { readdirSync } from 'node:fs';
import { Device } from 'node-v4l2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openCameraControls } from '../../hal/camera/controls.ts';
import type { CameraElement } from '../../hal/camera/element.ts';
import { settingsOf } from '../../hal/camera/v4l2-driver.ts';
import { deviceTable } from '../../hal/camera/v4l2-facts.ts';
import type { CameraControls } from '../../hal/ports/camera.ts';
import { HalError } from '../../hal/ports/hal-error.ts';
import { addControlsSuite } from '../hal/camera/controls-suite.ts';
import { camera as path } from './rig.ts';

const room = suite('camera controls of V4L2');
/** Values in force in the kernel, through a second descriptor. */
const other = new Device(path);
const table = deviceTable(other.controls());
const noElement: CameraElement = { describe: () => [], set: () => undefined, get: () => undefined };

room.after(() => other.close());

function open(device = path): CameraControls {
  const controls = openCameraControls({ driver: 'v4l2', device }, noElement);
  assert.ok(controls);
  return controls as CameraControls;
}

function number(name: string): number {
  const found = other.controls().find((one) => one.name === name);
  assert.ok(found, name);
  return other.getControls([found?.id ?? 0]).get(found?.id ?? 0) ?? Number.NaN;
}

addControlsSuite(room, {
  open,
  look: () => {
    const ids = [...table.levels, ...table.modes].map(({ control }) => control);
    return settingsOf(table, other.getControls(ids));
  },
  meddle: () => {
    const brightness = 0x0098_0900;
    const now = other.getControls([brightness]).get(brightness) ?? 0;
    other.setControls([[brightness, (now + 50) % 256]]);
  },
});

room('have the controls of the kernel with their ranges', () => {
  const controls = open();
  const { levels, modes } = controls.facts;
  assert.equal(levels.brightness, { min: 0, max: 255, step: 1, initial: 128 });
  assert.equal(levels.exposureTime, { min: 100, max: 1_000_000, step: 100, initial: 15_600 });
  assert.equal(levels.whiteBalanceTemperature, { min: 2800, max: 6500, step: 10, initial: 4600 });
  assert.equal(levels.backlightCompensation, { min: 1, max: 2, step: 1, initial: 1 });
  assert.equal(levels.zoom, { min: 100, max: 400, step: 1, initial: 100 });
  assert.is(levels.defogging, undefined);
  assert.equal(modes.powerLineFrequency, ['OFF', '50', '60', 'AUTO']);
  assert.equal(modes.exposurePriority, ['LowNoise', 'FrameRate']);
  assert.equal(modes.wideDynamicRange, ['OFF', 'ON']);
  assert.is(modes.irCutFilter, undefined);
  controls.close();
});

room('convert microseconds to the 100 µs of the kernel', () => {
  const controls = open();
  controls.set({ modes: { exposure: 'MANUAL' }, levels: { exposureTime: 33_340 } });
  assert.is(number('Exposure Time, Absolute'), 333);
  assert.is(controls.values().levels?.exposureTime, 33_300);
  controls.set({ modes: { exposure: 'AUTO' } });
  controls.close();
});

room('set all controls of a mode', () => {
  const controls = open();
  controls.set({ modes: { exposure: 'MANUAL' } });
  assert.equal([number('Auto Exposure'), number('Gain, Automatic')], [1, 0]);
  controls.set({ modes: { exposure: 'AUTO' } });
  assert.equal([number('Auto Exposure'), number('Gain, Automatic')], [0, 1]);
  controls.close();
});

const refusals: readonly [string, string, string, RegExp][] = [
  ['a missing device', '/dev/video99', 'gone', /video99.*plug it in/],
  ['a device that is not a camera', '/dev/null', 'unsupported', /null.*not a V4L2 device/],
];

for (const [what, device, kind, message] of refusals)
  room(`refuses ${what}, with the device and the remedy`, () => {
    try {
      open(device).close();
      assert.unreachable();
    } catch (error) {
      assert.instance(error, HalError);
      assert.is((error as HalError).kind, kind);
      assert.match((error as HalError).message, message);
    }
  });

room('leave no descriptor behind after 50 times open and close', () => {
  const before = readdirSync('/proc/self/fd').length;
  for (let count = 0; count < 50; count += 1) open().close();
  assert.is(readdirSync('/proc/self/fd').length, before);
});

room.run();
