import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HeadStartup } from '../../../hal/ports/ptz-head.ts';
import { type PtzUnderTest, profile, ptzUnderTest } from './ptz-under-test.ts';

const starts = suite('place of a head at the start');

/** A camera whose client moved the head, set presets and home, and left it elsewhere; then the same after a restart. */
async function used(startup: HeadStartup): Promise<PtzUnderTest> {
  const camera = await ptzUnderTest({ head: { id: 'PTZ1', startup } });
  const { soap, clock } = camera;
  const goTo = async (x: number): Promise<void> => {
    await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x, y: 0 }, Zoom: { x: 0.5 } } });
    await clock.pass(10_000);
  };
  await goTo(0.5);
  await soap.call('SetPreset', { ...profile, PresetName: 'door' });
  await goTo(-0.5);
  await soap.call('SetHomePosition', profile);
  await goTo(0.25);
  return camera.restarted();
}

for (const [startup, pan] of [
  ['stay', 0],
  ['home', -85],
  ['last', 42.5],
  [{ preset: '1' }, 85],
  [{ preset: 'door' }, 85],
  [{ preset: 'nowhere' }, 0],
] as const) {
  starts(`${JSON.stringify(startup)}: the head goes to ${pan} degrees`, async () => {
    const { clock, head } = await used(startup);
    await clock.pass(10_000);
    assert.is(head.status.position.pan, pan);
    assert.is(head.status.position.zoom, pan === 0 ? 0 : 0.5);
  });
}

starts('a client that moves the head first keeps it', async () => {
  const { clock, head, soap } = await used('home');
  await soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: 0.1, y: 0 } } });
  await clock.pass(10_000);
  assert.ok((head.status.position.pan ?? 0) > -50, String(head.status.position.pan));
});

starts.run();
