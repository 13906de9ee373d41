// devices: camera
import { Device } from 'node-v4l2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openCameraControls } from '../../../hal/camera/controls.ts';
import type { CameraElement } from '../../../hal/camera/element.ts';
import { settingsOf } from '../../../hal/camera/v4l2-driver.ts';
import { deviceTable } from '../../../hal/camera/v4l2-facts.ts';
import type { CameraControls, CameraSettings } from '../../../hal/ports/camera.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { addControlsSuite } from '../../hal/camera/controls-suite.ts';
import { until } from '../../until.ts';
import { UsbCamera } from './usb-camera.ts';

const controls = suite('controls of a USB camera');
const noElement: CameraElement = { describe: () => [], set: () => undefined, get: () => undefined };
const camera = await UsbCamera.plug();
const { path } = camera;
/** Descriptor beside that of the controls. */
const other = new Device(path);
const table = deviceTable(other.controls());

controls.after(async () => {
  other.close();
  await camera.close();
});

function open(): CameraControls {
  const opened = openCameraControls({ driver: 'v4l2', device: path }, noElement);
  assert.ok(opened);
  return opened as CameraControls;
}

addControlsSuite(controls, {
  open,
  look: () => settingsOf(table, other.getControls([...table.levels, ...table.modes].map(({ control }) => control))),
  meddle: () => {
    const brightness = 0x0098_0900;
    const now = other.getControls([brightness]).get(brightness) ?? 0;
    other.setControls([[brightness, (now + 50) % 256]]);
  },
});

controls('have the ranges of the camera', () => {
  const opened = open();
  const { facts } = opened;
  assert.equal(facts.levels.whiteBalanceTemperature, { min: 2800, max: 6500, step: 10, initial: 4600 });
  assert.equal(facts.levels.exposureTime, { min: 300, max: 204_700, step: 100, initial: 25_000 });
  assert.equal(facts.levels.zoom, { min: 100, max: 400, step: 1, initial: 100 });
  assert.equal(facts.modes.powerLineFrequency, ['OFF', '50', '60']);
  assert.equal(facts.modes.exposure, ['AUTO', 'MANUAL']);
  assert.equal(facts.modes.exposurePriority, ['LowNoise', 'FrameRate']);
  assert.equal([Object.keys(facts.levels).length, Object.keys(facts.modes).length], [10, 6]);
  opened.close();
});

const manual: readonly [CameraSettings, CameraSettings, readonly string[]][] = [
  [
    { levels: { whiteBalanceTemperature: 3000 } },
    { modes: { whiteBalance: 'MANUAL' } },
    ['set white_balance_automatic 0', 'set white_balance_temperature 3000'],
  ],
  [
    { levels: { focus: 300 } },
    { modes: { focus: 'MANUAL' } },
    ['set focus_automatic_continuous 0', 'set focus_absolute 300'],
  ],
  [
    { levels: { exposureTime: 5000 } },
    { modes: { exposure: 'MANUAL' } },
    ['set auto_exposure 1', 'set exposure_time_absolute 50'],
  ],
];

for (const [level, mode, wanted] of manual)
  controls(`take the level ${JSON.stringify(level.levels)} that was set while its function was automatic`, () => {
    const opened = open();
    opened.set({ modes: { whiteBalance: 'AUTO', focus: 'AUTO', exposure: 'AUTO' } });
    opened.set(level);
    const from = camera.lines.length;
    opened.set(mode);
    const seen = camera.lines.slice(from);
    const values = opened.values();
    assert.equal({ ...values.levels, ...level.levels }, values.levels);
    assert.equal({ ...values.modes, ...mode.modes }, values.modes);
    opened.set({ modes: { whiteBalance: 'AUTO', focus: 'AUTO', exposure: 'AUTO' } });
    opened.close();
    return until(() => wanted.every((line) => camera.lines.slice(from).includes(line)), `${wanted} in ${seen}`);
  });

const refusals: readonly [code: number, kind: string, message: RegExp][] = [
  [0, 'io', /refused a change and gave no reason/],
  [2, 'unsupported', /does not allow a change/],
  [3, 'busy', /power mode/],
  [4, 'out-of-range', /accepts other values/],
];

/** Error of a setting; undefined for a setting that is taken. */
function errorOf(opened: CameraControls, settings: CameraSettings): HalError | undefined {
  try {
    opened.set(settings);
    return undefined;
  } catch (error) {
    assert.instance(error, HalError);
    return error as HalError;
  }
}

for (const [code, kind, message] of refusals)
  controls(`tell a refusal of the camera with code ${code}, and keep what was in force`, async () => {
    const opened = open();
    opened.set({ levels: { brightness: 128, contrast: 10 } });
    const before = opened.values();
    camera.tell(`refuse contrast ${code}`);
    let error: HalError | undefined;
    let contrast = 11;
    await until(() => {
      contrast += 1;
      error = errorOf(opened, { levels: { contrast, brightness: 17 } });
      if (error === undefined) opened.set({ levels: { brightness: 128, contrast: 10 } });
      return error !== undefined;
    }, 'a refusal');
    assert.is(error?.kind, kind, error?.message);
    assert.match(error?.message ?? '', message);
    camera.tell('accept contrast');
    await until(() => errorOf(opened, { levels: { contrast: 11 } }) === undefined, 'the end of the refusal');
    opened.set({ levels: { contrast: 10 } });
    assert.equal(opened.values(), before);
    opened.close();
  });

controls('report a change that the camera makes by itself', async () => {
  const opened = open();
  let changes = 0;
  opened.onChange(() => {
    changes += 1;
  });
  camera.tell('zoom_absolute 250');
  await until(() => changes > 0 && opened.values().levels?.zoom === 250, 'the zoom');
  opened.set({ levels: { zoom: 100 } });
  opened.close();
});

controls.run();
