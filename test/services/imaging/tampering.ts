import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PictureState } from '../../../hal/ports/picture-state.ts';
import { createEventService } from '../../../services/events/service.ts';
import { Tampering } from '../../../services/imaging/tampering.ts';
import { FakeClock } from '../../hal/fake-clock.ts';

const room = suite('tampering');
const fine: PictureState = { tooBlurry: false, tooDark: false, tooBright: false, sceneChanged: false };
const source = 'VideoSource1';

function underTest(): { readonly tampering: Tampering; readonly told: string[]; readonly clock: FakeClock } {
  const events = createEventService({});
  const told: string[] = [];
  events.subscribe(undefined, ({ topic, items }) => {
    told.push([topic.replace('tns1:VideoSource/', ''), ...items.map(({ Value }) => Value)].join(' '));
  });
  const clock = new FakeClock();
  const tampering = new Tampering(events, [{ id: source }], clock);
  assert.is(told.length, 4, 'each is a property from the start');
  told.splice(0);
  return { tampering, told, clock };
}

room('is told when it begins and when it ends', () => {
  const { tampering, told } = underTest();
  tampering.take(source, fine);
  assert.equal(told, []);
  tampering.take(source, { ...fine, tooDark: true });
  tampering.take(source, { ...fine, tooDark: true, tooBlurry: true });
  tampering.take(source, fine);
  assert.equal(told, [
    'ImageTooDark/ImagingService VideoSource1 true',
    'ImageTooBlurry/ImagingService VideoSource1 true',
    'ImageTooBlurry/ImagingService VideoSource1 false',
    'ImageTooDark/ImagingService VideoSource1 false',
  ]);
});

room('of a source that the board does not have is ignored', () => {
  const { tampering, told } = underTest();
  tampering.take('VideoSource9', { ...fine, tooBright: true });
  tampering.turned('VideoSource9');
  assert.equal(told, []);
});

room('is no other scene while the head turns, and is one when somebody turns the camera', async () => {
  const { tampering, told, clock } = underTest();
  tampering.turned(source);
  await clock.pass(4000);
  tampering.take(source, { ...fine, sceneChanged: true });
  tampering.take(source, fine);
  assert.equal(told, []);
  await clock.pass(60_000);
  tampering.take(source, { ...fine, sceneChanged: true });
  assert.equal(told, ['GlobalSceneChange/ImagingService VideoSource1 true']);
  tampering.turned(source);
  tampering.take(source, { ...fine, sceneChanged: true });
  tampering.take(source, fine);
  assert.equal(told.slice(1), ['GlobalSceneChange/ImagingService VideoSource1 false']);
});

room.run();
