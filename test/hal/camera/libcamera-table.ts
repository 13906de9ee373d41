import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ElementDriver } from '../../../hal/camera/element-driver.ts';
import { libcameraTable } from '../../../hal/camera/libcamera-table.ts';
import { addon, type ElementProperty } from '../../../hal/native/addon.ts';
import type { CameraFacts } from '../../../hal/ports/camera.ts';
import { everyProperty, libcameraProperties } from './libcamera-properties.ts';

const table = suite('table of libcamera by version');
const rows = libcameraTable(30);

function offered(properties: readonly ElementProperty[]): CameraFacts {
  const element = { describe: () => properties, set: () => undefined, get: () => undefined };
  return new ElementDriver(rows, element).facts;
}

const tone = ['brightness', 'contrast', 'colorSaturation', 'sharpness'];
const all = [...tone, 'exposureTime', 'exposureGain', 'whiteBalanceRed', 'whiteBalanceBlue', 'focus'];
const expected: readonly [version: string, levels: readonly string[], modes: readonly string[]][] = [
  ['0.0.3', [], []],
  ['0.3.2', [], []],
  ['0.4.0', all, ['exposure', 'whiteBalance', 'focus']],
  ['0.5.2', all, ['exposure', 'whiteBalance', 'focus']],
  ['0.7.1', all, ['exposure', 'whiteBalance', 'focus']],
];

for (const [version, levels, modes] of expected)
  table(`offers for ${version} what that version has`, () => {
    const facts = offered(libcameraProperties(version));
    assert.equal(Object.keys(facts.levels), levels);
    assert.equal(Object.keys(facts.modes), modes);
  });

table('has no row that exists in no version', () => {
  const named = [
    ...rows.levels.map(({ property }) => property),
    ...rows.modes.flatMap(({ values }) => Object.values(values).flatMap((properties) => Object.keys(properties))),
  ];
  assert.equal(
    named.filter((property) => !everyProperty.has(property)),
    [],
  );
});

table('agrees with the element that is installed', () => {
  const version = addon.elementVersion('libcamerasrc');
  // Its package is part of what the emulated board needs: `scripts/board-rig` runs this part in any case.
  if (version === undefined) return assert.is(addon.describeElement('libcamerasrc'), undefined);
  const installed = addon.describeElement('libcamerasrc') ?? [];
  const known = libcameraProperties(version);
  for (const { name, values } of known) {
    const found = installed.find((property) => property.name === name);
    assert.ok(found, `${name} of ${version}`);
    if (values !== undefined) assert.equal(found?.values, values, name);
  }
  const unknown = installed.filter(({ name }) => everyProperty.has(name) && !known.some((one) => one.name === name));
  assert.equal(unknown, []);
  assert.equal(offered(installed), offered(known));
});

table.run();
