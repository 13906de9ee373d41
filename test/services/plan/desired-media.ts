import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noMasks, type VideoSourceState } from '../../../hal/ports/media-engine.ts';
import { type DesiredMedia, withSource } from '../../../services/plan/desired-media.ts';

const plans = suite('desired media');

const one: VideoSourceState = { id: 'One', width: 640, height: 360, frameRate: 10, masks: noMasks };
const two: VideoSourceState = { id: 'Two', width: 640, height: 360, frameRate: 10, masks: noMasks };
const desired: DesiredMedia = {
  media: {
    sources: [one, two],
    encoders: [],
    audioSources: [],
    audioEncoders: [],
    metadata: [],
    audioOutputs: [],
  },
  paths: [],
  multicast: [],
  realm: 'Test',
  wallClock: { offset: 0, zone: 'UTC0' },
  digestAlgorithms: ['MD5'],
  users: [],
  rtsp: { addresses: [], port: 8554, pacing: 0, tls: undefined },
};

plans('takes another state of one camera and leaves the others', () => {
  const dark = { ...two, light: { visible: 1, infrared: 0 } };
  assert.equal(withSource(desired, dark).media.sources, [one, dark]);
  assert.equal(desired.media.sources, [one, two]);
});

plans('is the same for a camera that it does not name', () => {
  assert.is(withSource(desired, { ...one, id: 'Three' }), desired);
});

plans.run();
