import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Retries } from '../../../../hal/gstreamer/pipeline/retries.ts';

const retries = suite('retries');
const options = { first: 1000, longest: 5000 };

retries('are ever later, up to the longest delay', () => {
  const camera = new Retries(options);
  const delays = Array.from({ length: 6 }, () => camera.delay());
  assert.equal(delays, [1000, 2000, 4000, 5000, 5000, 5000]);
});

retries('are soon again after a success, and when the circumstances changed', () => {
  const camera = new Retries(options);
  camera.delay();
  camera.delay();
  camera.succeeded(2);
  assert.is(camera.failures, 0);
  assert.is(camera.delay(), 1000);
  camera.restart();
  assert.is(camera.delay(), 1000);
});

retries('tell each reason once, although several take turns', () => {
  const camera = new Retries(options);
  const told = ['MJPG', 'YUYV', 'MJPG', 'YUYV'].map((reason, at) => camera.isNew(reason, at));
  assert.equal(told, [true, true, false, false]);
});

retries('stay silent about a camera that delivers for a moment between two failures', () => {
  const camera = new Retries(options);
  camera.isNew('stalled', 0);
  camera.succeeded(1000);
  camera.succeeded(9000);
  assert.is(camera.isNew('stalled', 9500), false);
});

retries('tell a reason again after 10 s without a failure', () => {
  const camera = new Retries(options);
  camera.isNew('stalled', 0);
  camera.succeeded(1000);
  camera.succeeded(10_999);
  assert.is(camera.isNew('stalled', 11_000), true);
});

retries('forget reasons when there are too many of them', () => {
  const camera = new Retries(options);
  const told = Array.from({ length: 40 }, (_, at) => camera.isNew(`process ${at % 20}`, at));
  assert.is(told.filter((isNew) => !isNew).length, 0);
});

retries.run();
