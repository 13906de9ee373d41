import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VirtualLight } from '../../../hal/virtual/light.ts';

const room = suite('virtual light');

room('is the usual light of the drawn scene by default', () => {
  assert.equal(new VirtualLight().shining(), { visible: 500, infrared: 0 });
});

room('separates infrared lamps from visible light', () => {
  const light = new VirtualLight(0.5);
  light.shine('White', { infrared: false, lux: 10 });
  light.shine('Infrared', { infrared: true, lux: 40 });
  assert.equal(light.shining(), { visible: 10.5, infrared: 40 });
  assert.equal([light.seen(false), light.seen(true), light.light()], [10.5, 50.5, 0.5]);
});

room('is limited to the highest light of a scene', () => {
  const light = new VirtualLight(200_000);
  light.shine('White', { infrared: false, lux: 10 });
  assert.is(light.shining().visible, 200_000);
});

room('reports each change, and nothing else', () => {
  const light = new VirtualLight(10);
  let told = 0;
  const end = light.onChange(() => {
    told += 1;
  });
  light.setLight(10);
  assert.is(told, 0);
  light.setLight(11);
  light.shine('Lamp', { infrared: true, lux: 40 });
  light.shine('Lamp', { infrared: true, lux: 40 });
  assert.is(told, 2);
  light.shine('Lamp', { infrared: false, lux: 40 });
  assert.is(told, 3);
  assert.throws(() => light.setLight(-1));
  end();
  light.setLight(500);
  assert.is(told, 3);
});

room.run();
