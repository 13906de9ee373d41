import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { refusalOf } from '../events/refusals.ts';
import { ImagingUnderTest, nightParts } from './imaging-under-test.ts';

const room = suite('imaging presets');
const VideoSourceToken = 'VideoSource1';

async function current(under: ImagingUnderTest): Promise<string | undefined> {
  return (await under.call('GetCurrentPreset', { VideoSourceToken })).Preset?.token;
}

async function apply(under: ImagingUnderTest, PresetToken: string): Promise<void> {
  await under.call('SetCurrentPreset', { VideoSourceToken, PresetToken });
}

// shows IMG-09
room('are indoor, outdoor, low light and custom, and none is current at first', async () => {
  const under = new ImagingUnderTest();
  const { Preset } = await under.call('GetPresets', { VideoSourceToken });
  assert.equal(
    Preset.map(({ token, type, Name }) => [token, type, Name]),
    [
      ['Indoor', 'Indoor', 'Indoor'],
      ['Outdoor', 'ClearWeather', 'Outdoor'],
      ['LowLight', 'Night', 'Low light'],
      ['Custom', 'Custom', 'Custom'],
    ],
  );
  assert.is(await current(under), undefined);
});

room('set real values, which stay over a restart', async () => {
  const under = new ImagingUnderTest();
  await apply(under, 'Outdoor');
  for (const camera of [under, await under.restarted()]) {
    assert.is(await current(camera), 'Outdoor');
    const { Sharpness, WideDynamicRange } = await camera.settings();
    assert.equal([Sharpness, WideDynamicRange], [60, { Mode: 'ON', Level: 50 }]);
    assert.is(camera.desired()?.levels?.sharpness, 60);
  }
});

room('take only what the camera has', async () => {
  const range = { min: 0, max: 10, step: 1, initial: 5 };
  const facts = { levels: { contrast: range }, modes: {}, initialModes: {}, exposureWindow: false };
  const under = new ImagingUnderTest({ facts });
  await apply(under, 'LowLight');
  assert.equal(under.desired(), { levels: { contrast: 4.5 }, modes: {} });
  assert.is(await current(under), 'LowLight');
});

room('are no longer current once a value differs', async () => {
  const under = new ImagingUnderTest();
  await apply(under, 'Indoor');
  await under.set({ Contrast: 90 });
  assert.is(await current(under), undefined);
  await apply(under, 'Indoor');
  assert.is(await current(under), 'Indoor');
});

room('bring back what the user had set himself, with the present focus', async () => {
  const under = new ImagingUnderTest();
  await under.set({ Brightness: 33, Exposure: { Mode: 'MANUAL', ExposureTime: 2000 } });
  await apply(under, 'Outdoor');
  await apply(under, 'LowLight');
  assert.is((await under.settings()).Exposure?.Mode, 'AUTO');
  await under.set({ Focus: { AutoFocusMode: 'MANUAL' } });
  await apply(under, 'LowLight');
  await apply(under, 'Custom');
  const { Brightness, Exposure, Focus, Sharpness } = await under.settings();
  assert.equal([Brightness, Exposure?.ExposureTime, Focus?.AutoFocusMode, Sharpness], [33, 2000, 'MANUAL', 50]);
  assert.is(under.desired()?.levels?.sharpness, 50, 'the level of the preset goes back');
  assert.is(await current(await under.restarted()), 'Custom');
});

room('of an unknown token or source are refused', async () => {
  const under = new ImagingUnderTest();
  assert.is(await refusalOf(() => apply(under, 'Moon')), 'InvalidArgVal');
  assert.is(await refusalOf(() => under.call('GetPresets', { VideoSourceToken: 'x' })), 'NoSource');
  assert.is(await refusalOf(() => under.call('GetCurrentPreset', { VideoSourceToken: 'x' })), 'NoSource');
});

room('of the day and of the night hold in their phase, and a client changes those of the present one', async () => {
  const parts = await nightParts();
  const under = new ImagingUnderTest({ parts });
  await until(() => under.dayNight.phase === 'day');
  await under.imaging.setProfile(VideoSourceToken, 'night', { levels: { brightness: 70 }, modes: {} });
  await under.set({ Brightness: 45, Contrast: 55 });
  assert.is(under.desired()?.levels?.brightness, 45);
  await under.set({ IrCutFilter: 'OFF' });
  await until(() => under.dayNight.phase === 'night');
  assert.equal([under.desired()?.levels?.brightness, under.desired()?.levels?.contrast], [70, 55]);
  await under.set({ Brightness: 80, Contrast: 60 });
  assert.is((await under.settings()).Brightness, 80);
  await under.set({ IrCutFilter: 'ON' });
  await until(() => under.dayNight.phase === 'day');
  assert.equal([under.desired()?.levels?.brightness, under.desired()?.levels?.contrast], [45, 60]);
  await under.imaging.setProfile(VideoSourceToken, 'night', undefined);
  assert.is(under.imaging.stored(VideoSourceToken).night, undefined);
  await under.dayNight.close();
});

room.run();
