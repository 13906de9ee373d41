import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { argus } from '../../../hal/camera/argus-table.ts';
import { openCameraControls } from '../../../hal/camera/controls.ts';
import type { CameraElement } from '../../../hal/camera/element.ts';
import { ElementDriver } from '../../../hal/camera/element-driver.ts';
import type { ElementTable } from '../../../hal/camera/element-table.ts';
import { GovernedControls } from '../../../hal/camera/governed-controls.ts';
import { libcameraTable } from '../../../hal/camera/libcamera-table.ts';
import { addon, type ElementProperty } from '../../../hal/native/addon.ts';
import type { CameraLevel, CameraSettings, LevelRange } from '../../../hal/ports/camera.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';

const room = suite('tables of libcamera and Argus');
const libcamera = libcameraTable(30);

/** Element with the properties of some version, simulated. Written values can be read. */
class RecordedElement implements CameraElement {
  readonly written: Record<string, string> = {};
  readonly #properties: readonly ElementProperty[];
  refuses = '';

  constructor(properties: readonly ElementProperty[]) {
    this.#properties = properties;
  }

  describe(): readonly ElementProperty[] {
    return this.#properties;
  }

  set(properties: Readonly<Record<string, string>>): void {
    if (this.refuses in properties) throw new HalError('unsupported', `does not take ${this.refuses}`);
    Object.assign(this.written, properties);
  }

  get(property: string): string | undefined {
    return this.written[property];
  }
}

const names = (...all: readonly string[]): readonly ElementProperty[] => all.map((name) => ({ name }));
const toneNames = [
  'brightness',
  'contrast',
  'saturation',
  'sharpness',
  'exposure-time',
  'analogue-gain',
  'colour-gains',
];
const switchNames = ['ae-enable', 'awb-enable', 'lens-position'];
const afMode: ElementProperty = { name: 'af-mode', values: ['manual', 'auto', 'continuous'] };
const older = [...names(...toneNames, ...switchNames), afMode];
const newer = [
  ...names(...toneNames, 'awb-enable', 'ae-enable'),
  { name: 'exposure-time-mode', values: ['auto', 'manual'] },
  { name: 'analogue-gain-mode', values: ['auto', 'manual'] },
  { name: 'ae-flicker-period', minimum: 0, maximum: 2 ** 31 - 1 },
];
const jetson = [
  ...names('exposuretimerange', 'gainrange', 'aelock', 'awblock', 'aeantibanding'),
  { name: 'saturation', minimum: 0, maximum: 2 },
  { name: 'exposurecompensation', minimum: -2, maximum: 2 },
  { name: 'ee-strength', minimum: -1, maximum: 1 },
  { name: 'tnr-strength', minimum: -1, maximum: 1 },
];

function opened(table: ElementTable, properties: readonly ElementProperty[]): [GovernedControls, RecordedElement] {
  const element = new RecordedElement(properties);
  return [new GovernedControls(new ElementDriver(table, element)), element];
}

type Row = readonly [name: string, settings: CameraSettings, written: Readonly<Record<string, string>>];

const manual = { exposure: 'MANUAL' } as const;
const olderRows: readonly Row[] = [
  ['brightness', { levels: { brightness: -0.25 } }, { brightness: '-0.25' }],
  ['contrast', { levels: { contrast: 1.5 } }, { contrast: '1.5' }],
  ['colour', { levels: { colorSaturation: 0 } }, { saturation: '0' }],
  ['sharpness', { levels: { sharpness: 16 } }, { sharpness: '16' }],
  ['time', { modes: manual, levels: { exposureTime: 8333 } }, { 'ae-enable': 'false', 'exposure-time': '8333' }],
  ['gain', { modes: manual, levels: { exposureGain: 6 } }, { 'ae-enable': 'false', 'analogue-gain': '1.9953' }],
  [
    'both colour gains when one is set',
    { modes: { whiteBalance: 'MANUAL' }, levels: { whiteBalanceBlue: 2.5 } },
    { 'awb-enable': 'false', 'colour-gains': '< (float)1, (float)2.5 >' },
  ],
  ['focus', { levels: { focus: 4.5 } }, { 'lens-position': '4.5' }],
  ['autofocus', { modes: { focus: 'AUTO' } }, { 'af-mode': 'continuous' }],
];
const newerRows: readonly Row[] = [
  [
    'manual exposure',
    { modes: manual, levels: { exposureTime: 100 } },
    { 'exposure-time-mode': 'manual', 'analogue-gain-mode': 'manual', 'exposure-time': '100' },
  ],
];
const jetsonRows: readonly Row[] = [
  [
    'manual exposure pins both ranges',
    { modes: manual, levels: { exposureTime: 34 } },
    { aelock: 'false', exposuretimerange: '34000 34000', gainrange: '1.0000 1.0000' },
  ],
  [
    'gain',
    { modes: manual, levels: { exposureGain: 24 } },
    {
      aelock: 'false',
      exposuretimerange: '10000000 10000000',
      gainrange: '15.8489 15.8489',
    },
  ],
  ['locked white balance', { modes: { whiteBalance: 'MANUAL' } }, { awblock: 'true' }],
  ['brightness', { levels: { brightness: 1.5 } }, { exposurecompensation: '1.5' }],
  ['edges', { levels: { sharpness: 0.25 } }, { 'ee-strength': '0.25' }],
  ['noise', { levels: { noiseReduction: 1 } }, { 'tnr-strength': '1' }],
  ['50 Hz', { modes: { powerLineFrequency: '50' } }, { aeantibanding: '2' }],
];

const tables = [
  ['older libcamera', libcamera, older, olderRows],
  ['newer libcamera', libcamera, newer, newerRows],
  ['Argus', argus, jetson, jetsonRows],
] as const;

for (const [what, table, properties, rows] of tables) {
  for (const [name, settings, written] of rows)
    room(`${what}: ${name} becomes properties, and is read back`, () => {
      const [controls, element] = opened(table, properties);
      controls.set(settings);
      assert.equal(element.written, written);
      const values = controls.values();
      for (const [level, value] of Object.entries(settings.levels ?? {}))
        assert.is(values.levels?.[level as CameraLevel], value);
      for (const [mode, value] of Object.entries(settings.modes ?? {}))
        assert.is((values.modes as Record<string, string>)[mode], value);
    });

  room(`${what}: each level is read back as it was written`, () => {
    for (const { level, range, write, read } of table.levels)
      for (const value of [range.min, range.max, range.initial])
        assert.ok(Math.abs((read(write(value)) ?? Number.NaN) - value) < 0.05, `${level} ${value}: ${write(value)}`);
  });
}

room('reads the values of automatic exposure from the element', () => {
  const [controls, element] = opened(libcamera, older);
  Object.assign(element.written, {
    'exposure-time': '12345',
    'analogue-gain': '4.0',
    'colour-gains': '< (float)1.5, (float)2 >',
  });
  const { levels } = controls.values();
  assert.is(levels?.exposureTime, 12_345);
  assert.is(levels?.exposureGain, 12);
  assert.is(levels?.whiteBalanceRed, 1.5);
  assert.is(levels?.whiteBalanceBlue, 2);
});

room('restores the full range of automatic exposure for Argus', () => {
  const [controls, element] = opened(argus, jetson);
  controls.set({ modes: manual, levels: { exposureTime: 500 } });
  controls.set({ modes: { exposure: 'AUTO' } });
  assert.equal(element.written, { aelock: 'false', exposuretimerange: '34000 358733000', gainrange: '1 16' });
  assert.is(controls.values().levels?.exposureTime, 500);
});

room('offers the controls of the installed version within its ranges', () => {
  const [nothing] = opened(libcamera, []);
  assert.equal(nothing.facts, { levels: {}, modes: {}, initialModes: {}, exposureWindow: false });
  const [few] = opened(libcamera, [
    { name: 'contrast', minimum: 0, maximum: 4 },
    { name: 'af-mode', values: ['manual', 'auto'] },
  ]);
  assert.equal(Object.keys(few.facts.levels), ['contrast']);
  assert.is((few.facts.levels.contrast as LevelRange).max, 4);
  assert.equal(few.facts.modes, {});
});

room('offers no exposure of libcamera that is longer than a picture lasts', () => {
  for (const [frameRate, longest] of [
    [30, 33_333],
    [25, 40_000],
    [120, 8333],
    [1, 200_000],
  ] as const) {
    const [controls] = opened(libcameraTable(frameRate), older);
    const range = controls.facts.levels.exposureTime as LevelRange;
    assert.is(range.max, longest);
    assert.ok(range.initial <= longest);
  }
});

room('keeps all values when the element refuses one', () => {
  const [controls, element] = opened(libcamera, older);
  controls.set({ levels: { contrast: 2 } });
  element.refuses = 'brightness';
  assert.throws(() => controls.set({ levels: { brightness: 1, contrast: 3 } }), /brightness/);
  element.refuses = '';
  assert.is(controls.values().levels?.contrast, 2);
  assert.is(element.written.contrast, '2');
});

room('has no controls for a file, and none to set for a missing element', () => {
  const element = new RecordedElement(addon.describeElement('libcamerasrc') ?? []);
  const file = { driver: 'encoded-file', codec: 'H264', path: 'x' } as const;
  assert.is(openCameraControls(file, element), undefined);
  if (!addon.hasElement('libcamerasrc'))
    assert.equal(openCameraControls({ driver: 'libcamera' }, element)?.facts.levels, {});
  assert.equal(openCameraControls({ driver: 'argus', sensor: 0 }, element)?.facts.exposureWindow, false);
});

room.run();
