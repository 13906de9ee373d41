import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bearing } from '../../../services/location/bearing.ts';

const bearings = suite('bearing');

const camera = { lon: 8, lat: 47, elevation: 400 };
const level = { yaw: 0, pitch: 0, roll: 0 };
/** About 111 m north, and about 76 m east. */
const [north, east] = [
  { ...camera, lat: 47.001 },
  { ...camera, lon: 8.001 },
];

const cases: readonly (readonly [
  name: string,
  orientation: Partial<typeof level>,
  target: typeof camera,
  pan: number,
  tilt: number,
])[] = [
  ['north', {}, north, 0, 0],
  ['east', {}, east, 90, 0],
  ['west', {}, { ...camera, lon: 7.999 }, -90, 0],
  ['south', {}, { ...camera, lat: 46.999 }, 180, 0],
  ['north, of a camera that looks west', { yaw: 90 }, north, 90, 0],
  ['east, of a camera that looks west', { yaw: 90 }, east, 180, 0],
  ['north and as high as it is far', {}, { ...north, elevation: 400 + 111.17 }, 0, 45],
  ['north, of a camera that looks down', { pitch: 30 }, north, 0, 30],
  ['east, of a camera that lies on its right side', { roll: 90 }, east, 0, 90],
];

for (const [name, orientation, target, pan, tilt] of cases) {
  bearings(`of ${name}`, () => {
    const found = bearing(camera, { ...level, ...orientation }, target);
    if (Math.abs(tilt) < 89) {
      const apart = Math.abs(found.pan - pan) % 360;
      assert.ok(Math.min(apart, 360 - apart) < 0.05, `pan ${found.pan}`);
    }
    assert.ok(Math.abs(found.tilt - tilt) < 0.1, `tilt ${found.tilt}`);
    assert.ok(found.distance > 70 && found.distance < 160, `${found.distance} m`);
  });
}

bearings.run();
