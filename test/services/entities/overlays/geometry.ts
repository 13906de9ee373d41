import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mapText, pictureMap } from '../../../../hal/gstreamer/capture/picture-geometry.ts';
import { noMasks } from '../../../../hal/ports/media-engine.ts';
import { type Shape, toPicture, toSource } from '../../../../services/entities/overlays/geometry.ts';

const places = suite('places in the pictures of a video source configuration');
const size = { width: 1920, height: 1080 } as const;
const whole = { x: 0, y: 0, ...size };
const cut = { x: 320, y: 180, width: 1280, height: 720 };

/** Where (-0.5, 0.5) is in the captured picture, pixels: upright, then mirrored. */
const rows = [
  [whole, 0, [480, 270], [1440, 270]],
  [whole, 90, [480, 810], [480, 270]],
  [whole, 180, [1440, 810], [480, 810]],
  [whole, 270, [1440, 270], [1440, 810]],
  [cut, 0, [640, 360], [1280, 360]],
  [cut, 90, [640, 720], [640, 360]],
  [cut, 180, [1280, 720], [640, 720]],
  [cut, 270, [1280, 360], [1280, 720]],
] as const;

for (const [bounds, rotate, ...expected] of rows)
  for (const mirror of [false, true])
    places(`${bounds === whole ? 'whole' : 'cut'}, turned by ${rotate}${mirror ? ', mirrored' : ''}`, () => {
      const { s, t } = toSource({ ...size, bounds, rotate, mirror }, { x: -0.5, y: 0.5 });
      assert.equal([s * size.width, t * size.height], expected[mirror ? 1 : 0]);
    });

const shapes: fc.Arbitrary<Shape> = fc.record({
  width: fc.constant(size.width),
  height: fc.constant(size.height),
  bounds: fc.constantFrom(whole, cut, { x: 2, y: 600, width: 200, height: 300 }),
  rotate: fc.constantFrom(0, 90, 180, 270),
  mirror: fc.boolean(),
});

places('a point comes back through every shape, and the media process maps it alike', () => {
  const coordinate = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000);
  fc.assert(
    fc.property(shapes, coordinate, coordinate, (shape, x, y) => {
      const { s, t } = toSource(shape, { x, y });
      const back = toPicture(shape, { s, t });
      assert.ok(Math.hypot(back.x - x, back.y - y) < 1e-9, JSON.stringify(back));
      const { width, height, ...geometry } = shape;
      const map = pictureMap({ id: '', width, height, frameRate: 30, masks: noMasks, geometry });
      const [u, v] = [map.xx * s + map.xy * t + map.x0, map.yx * s + map.yy * t + map.y0];
      assert.ok(Math.hypot(u - (x + 1) / 2, v - (1 - y) / 2) < 1e-9, mapText(map));
    }),
  );
});

places.run();
