import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noteTurns } from '../../../firmware/control/turns.ts';
import { createEventService } from '../../../services/events/service.ts';
import { Tampering } from '../../../services/imaging/tampering.ts';
import { headUnderTest } from '../../hal/head/head-under-test.ts';
import { ImagingUnderTest } from '../../services/imaging/imaging-under-test.ts';

const room = suite('turns of a camera');
const source = 'VideoSource1';
const changed = { tooBlurry: false, tooDark: false, tooBright: false, sceneChanged: true };

interface UnderTest {
  readonly told: string[];
  readonly tampering: Tampering;
  readonly imaging: ImagingUnderTest;
  readonly parts: Awaited<ReturnType<typeof headUnderTest>>;
}

async function underTest(): Promise<UnderTest> {
  const events = createEventService({});
  const parts = await headUnderTest();
  const imaging = new ImagingUnderTest();
  const tampering = new Tampering(events, [{ id: source }], parts.clock);
  const told: string[] = [];
  events.subscribe(undefined, ({ topic }) => told.push(topic));
  told.splice(0);
  noteTurns({ heads: [parts.head], dayNight: imaging.dayNight, imaging: imaging.imaging }, [source], tampering);
  await parts.clock.pass(100_000);
  return { told, tampering, imaging, parts };
}

room('that its own head makes are no tampering', async () => {
  const { told, tampering, parts } = await underTest();
  const arrived = parts.head.moveTo({ pan: 40 });
  await parts.clock.pass(3000);
  await arrived;
  tampering.take(source, changed);
  assert.equal(told, []);
  parts.close();
});

room('that nobody commanded are tampering', async () => {
  const { told, tampering, parts } = await underTest();
  tampering.take(source, changed);
  assert.equal(told, ['tns1:VideoSource/GlobalSceneChange/ImagingService']);
  parts.close();
});

room('are not told after other imaging settings either, which may change what is seen', async () => {
  const { told, tampering, imaging, parts } = await underTest();
  await imaging.set({ Focus: { AutoFocusMode: 'MANUAL' }, Contrast: 90 });
  tampering.take(source, changed);
  assert.equal(told, []);
  parts.close();
});

room.run();
