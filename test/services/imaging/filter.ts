import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type * as tt from '../../../services/generated/tt.ts';
import { until } from '../../until.ts';
import { refusalOf } from '../events/refusals.ts';
import { dayBoard, ImagingUnderTest, type NightParts, nightParts } from './imaging-under-test.ts';

// shows IMG-06
const room = suite('IrCutFilter');

/** A camera with filter and light sensor, whose day and night has begun. */
async function withFilter(parts: NightParts, stored: Map<string, string> = new Map()): Promise<ImagingUnderTest> {
  const under = new ImagingUnderTest({ parts, stored });
  await until(() => under.dayNight.modes.length > 0);
  return under;
}

function adjusted(list: readonly tt.IrCutFilterAutoAdjustment[]): tt.ImagingSettings20 {
  return { Extension: { Extension: { IrCutFilterAutoAdjustment: list } } };
}

room('offers the modes that the parts allow, with adjustments for AUTO', async () => {
  const under = await withFilter(await nightParts());
  const options = await under.options();
  assert.equal(options.IrCutFilterModes, ['ON', 'OFF', 'AUTO']);
  assert.equal(options.Extension?.Extension?.IrCutFilterAutoAdjustment, {
    BoundaryType: ['Common', 'ToOn', 'ToOff'],
    BoundaryOffset: true,
    ResponseTimeRange: { Min: 'PT5S', Max: 'PT600S' },
  });
  await under.dayNight.close();
});

room('moves the filter at once, and stays so after a restart', async () => {
  const parts = await nightParts();
  const [filter] = parts.irCutFilters.values();
  const under = await withFilter(parts);
  await under.set({ IrCutFilter: 'OFF' });
  await until(() => filter?.state === 'out');
  assert.is((await under.settings()).IrCutFilter, 'OFF');
  assert.is(under.desired()?.modes?.irCutFilter, undefined, 'the mode of the camera itself is not set');
  await under.dayNight.close();
  const after = await withFilter(parts, under.stored);
  assert.is((await after.settings()).IrCutFilter, 'OFF');
  await after.set({ IrCutFilter: 'ON' });
  await until(() => filter?.state === 'in');
  await after.dayNight.close();
});

room('takes the colours away with the filter, and brings them back', async () => {
  const under = await withFilter(await nightParts());
  await under.set({ IrCutFilter: 'OFF' });
  await until(() => under.dayNight.phase === 'night');
  assert.is(under.desired()?.levels?.colorSaturation, 0);
  await under.set({ ColorSaturation: 60 });
  assert.equal([under.desired()?.levels?.colorSaturation, (await under.settings()).ColorSaturation], [0, 60]);
  await under.imaging.setProfile('VideoSource1', 'night', { levels: { colorSaturation: 20 }, modes: {} });
  assert.is(under.desired()?.levels?.colorSaturation, 20, 'unless the night has a saturation of its own');
  await under.imaging.setProfile('VideoSource1', 'night', undefined);
  await under.set({ IrCutFilter: 'ON' });
  await until(() => under.dayNight.phase === 'day');
  assert.is(under.desired()?.levels?.colorSaturation, 60);
  await under.dayNight.close();
});

room('without persistence is gone after a restart', async () => {
  const parts = await nightParts();
  const under = await withFilter(parts);
  await under.set({ IrCutFilter: 'OFF' }, false);
  assert.is((await under.settings()).IrCutFilter, 'OFF');
  await under.set(adjusted([{ BoundaryType: 'Common', BoundaryOffset: 0.5 }]));
  await under.dayNight.close();
  const after = await withFilter(parts, under.stored);
  assert.is((await after.settings()).IrCutFilter, 'AUTO');
  await after.dayNight.close();
});

room('keeps what an adjustment leaves out', async () => {
  const under = await withFilter(await nightParts());
  assert.equal((await under.settings()).Extension?.Extension?.IrCutFilterAutoAdjustment, [
    { BoundaryType: 'Common', BoundaryOffset: 0 },
  ]);
  await under.set(adjusted([{ BoundaryType: 'ToOn', BoundaryOffset: 0.25, ResponseTime: 'PT0H1M0S' }]));
  await under.set({ Brightness: 60 });
  await under.set(adjusted([{ BoundaryType: 'ToOn', BoundaryOffset: -0.5 }]));
  assert.equal((await under.settings()).Extension?.Extension?.IrCutFilterAutoAdjustment, [
    { BoundaryType: 'ToOn', BoundaryOffset: -0.5, ResponseTime: 'PT60S' },
  ]);
  assert.equal(under.dayNight.settings.adjustments, [{ boundaryType: 'ToOn', boundaryOffset: -0.5, responseTime: 60 }]);
  await under.dayNight.close();
});

const wrong: readonly tt.ImagingSettings20[] = [
  adjusted([{ BoundaryType: 'Extended' }]),
  adjusted([{ BoundaryType: 'Common', BoundaryOffset: 1.5 }]),
  adjusted([{ BoundaryType: 'Common', ResponseTime: 'PT1S' }]),
  adjusted([{ BoundaryType: 'Common', ResponseTime: 'soon' }]),
  adjusted([{ BoundaryType: 'Common' }, { BoundaryType: 'Common' }]),
];

room('refuses adjustments out of their ranges, and sets nothing beside them', async () => {
  const under = await withFilter(await nightParts());
  const before = await under.settings();
  for (const settings of wrong)
    assert.is(
      await refusalOf(() => under.set({ IrCutFilter: 'OFF', Brightness: 90, ...settings })),
      'SettingsInvalid',
      JSON.stringify(settings),
    );
  assert.equal(await under.settings(), before);
  await under.dayNight.close();
});

room('does not move with a value that is refused', async () => {
  const under = await withFilter(await nightParts());
  assert.is(await refusalOf(() => under.set({ IrCutFilter: 'OFF', Brightness: 900 })), 'SettingsInvalid');
  assert.is((await under.settings()).IrCutFilter, 'AUTO');
  await under.dayNight.close();
});

room('is absent while no part works, and refused', async () => {
  const parts = { ...(await nightParts()), irCutFilters: new Map(), lightSensors: new Map() };
  const under = new ImagingUnderTest({ parts });
  assert.is((await under.settings()).IrCutFilter, undefined);
  assert.is((await under.options()).IrCutFilterModes, undefined);
  assert.is(await refusalOf(() => under.set({ IrCutFilter: 'OFF' })), 'SettingsInvalid');
});

room('of a camera without parts of day and night is that of its sensor', async () => {
  const under = new ImagingUnderTest({ board: dayBoard });
  assert.equal((await under.options()).IrCutFilterModes, ['ON', 'OFF', 'AUTO']);
  await under.set({ IrCutFilter: 'OFF' });
  assert.is(under.desired()?.modes?.irCutFilter, 'OFF');
  assert.is(await refusalOf(() => under.set(adjusted([{ BoundaryType: 'Common' }]))), 'SettingsInvalid');
});

room.run();
