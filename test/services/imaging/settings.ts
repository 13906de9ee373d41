import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtualFacts } from '../../../hal/camera/virtual-table.ts';
import type { CameraFacts } from '../../../hal/ports/camera.ts';
import { Fault } from '../../../services/faults/fault.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { refusalOf } from '../events/refusals.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { dayBoard, ImagingUnderTest } from './imaging-under-test.ts';

// shows IMG-01, IMG-02, IMG-03, IMG-04, IMG-07, IMG-08
const room = suite('imaging settings');

/** A webcam: few controls, in its own steps. */
const webcam: CameraFacts = {
  levels: {
    brightness: { min: -64, max: 64, step: 1, initial: 0 },
    contrast: { min: 0, max: 95, step: 1, initial: 0 },
    exposureTime: { min: 300, max: 500_000, step: 100, initial: 15_600 },
  },
  modes: { exposure: ['AUTO', 'MANUAL'] },
  initialModes: { exposure: 'AUTO' },
  exposureWindow: false,
};

const webcamBoard = {
  ...dayBoard,
  sources: [{ ...(dayBoard.sources[0] ?? assert.unreachable()), camera: { driver: 'v4l2', device: '/dev/video0' } }],
} as typeof dayBoard;

room('are what the camera has in force, until a client sets something', async () => {
  const settings = await new ImagingUnderTest().settings();
  assert.equal(
    [settings.Brightness, settings.ColorSaturation, settings.Contrast, settings.Sharpness],
    [50, 50, 50, 50],
  );
  assert.is(settings.Exposure?.Mode, 'AUTO');
  assert.equal(settings.Exposure?.Window, { left: -1, top: 1, right: 1, bottom: -1 });
  assert.is(settings.WhiteBalance?.Mode, 'AUTO');
  assert.equal(settings.WideDynamicRange?.Mode, 'OFF');
  assert.is(settings.Extension?.Extension?.Extension?.Defogging?.Level, 0.4949495);
});

room('have options for each of them with the true ranges of the camera', async () => {
  const under = new ImagingUnderTest();
  const options = await under.options();
  for (const level of [options.Brightness, options.ColorSaturation, options.Contrast, options.Sharpness])
    assert.equal(level, { Min: 0, Max: 100 });
  assert.equal(options.Exposure?.ExposureTime, { Min: 20, Max: 100_000 });
  assert.equal(options.WhiteBalance?.YrGain, { Min: 50, Max: 200 });
  assert.equal(options.Exposure?.Mode, ['AUTO', 'MANUAL']);
  assert.equal(options.Extension?.Extension?.Extension?.DefoggingOptions, { Mode: ['OFF', 'ON'], Level: true });
});

room('are told for a device that stands at a value which the standard does not know', async () => {
  const under = new ImagingUnderTest({ facts: undefined });
  under.report(virtualFacts, { levels: {}, modes: {} });
  assert.is((await under.settings()).Exposure?.Mode, 'AUTO');
});

room('have nothing that the camera lacks', async () => {
  const under = new ImagingUnderTest({ facts: webcam });
  assert.equal(Object.keys(await under.options()).sort(), ['Brightness', 'Contrast', 'Exposure']);
  assert.equal(Object.keys(await under.settings()).sort(), ['Brightness', 'Contrast', 'Exposure']);
});

room('tell the single value of a mode that a camera cannot change', async () => {
  const { exposureTime } = webcam.levels;
  const facts = { ...webcam, levels: exposureTime === undefined ? {} : { exposureTime }, modes: {}, initialModes: {} };
  const under = new ImagingUnderTest({ facts });
  assert.equal((await under.options()).Exposure?.Mode, ['MANUAL']);
  assert.is((await under.settings()).Exposure?.Mode, 'MANUAL');
  await under.set({ Exposure: { Mode: 'MANUAL', ExposureTime: 1000 } });
  assert.is(await refusalOf(() => under.set({ Exposure: { Mode: 'AUTO' } })), 'SettingsInvalid');
});

room('change only what is sent, read back as it was set, and outlive a restart', async () => {
  const under = new ImagingUnderTest();
  await under.set({ Brightness: 61.5 });
  await under.set({ Exposure: { Mode: 'MANUAL', ExposureTime: 4321 }, WhiteBalance: { Mode: 'MANUAL', CrGain: 120 } });
  for (const camera of [under, await under.restarted()]) {
    const { Brightness, Contrast, Exposure, WhiteBalance } = await camera.settings();
    assert.equal([Brightness, Contrast, Exposure?.ExposureTime, WhiteBalance?.CrGain], [61.5, 50, 4321, 120]);
    assert.equal(camera.desired()?.modes, { exposure: 'MANUAL', whiteBalance: 'MANUAL' });
    const held = { exposureGain: 0, iris: 0, whiteBalanceBlue: 100 };
    assert.equal(camera.desired()?.levels, { brightness: 61.5, exposureTime: 4321, whiteBalanceRed: 120, ...held });
  }
});

room('hold what an automatic function left when it ends, for a restart too', async () => {
  const under = new ImagingUnderTest();
  under.report(virtualFacts, {
    modes: { exposure: 'AUTO' },
    levels: { exposureTime: 4321, exposureGain: 7, focus: 610 },
  });
  await under.set({ Exposure: { Mode: 'MANUAL' }, Focus: { AutoFocusMode: 'MANUAL' } });
  for (const camera of [under, await under.restarted()])
    assert.equal(camera.desired()?.levels, { exposureTime: 4321, exposureGain: 7, focus: 610 });
  await under.set({ Exposure: { Mode: 'AUTO' } });
  under.report(virtualFacts, { modes: { exposure: 'AUTO' }, levels: { exposureTime: 99, exposureGain: 0 } });
  await under.set({ Exposure: { Mode: 'MANUAL', Gain: 3 } });
  assert.equal((await under.settings()).Exposure?.ExposureTime, 4321, 'a value that was set stays');
});

room('reach the camera in its own steps', async () => {
  const under = new ImagingUnderTest({ facts: webcam, board: webcamBoard });
  await under.set({ Brightness: 75, Contrast: 100 });
  assert.equal(under.desired()?.levels, { brightness: 32, contrast: 95, exposureTime: 15_600 });
  await under.set({ Brightness: 0 });
  assert.is(under.desired()?.levels?.brightness, -64);
});

room('are sent once for a change, and not at all for the same value', async () => {
  const under = new ImagingUnderTest();
  const before = under.told;
  await under.set({ Brightness: 70 });
  await under.set({ Brightness: 70 });
  assert.is(under.told - before, 1);
});

room('that are temporary hold at once and are gone after a restart, without ForcePersistence they stay', async () => {
  const under = new ImagingUnderTest();
  await under.set({ Brightness: 10, Contrast: 10 }, true);
  await under.set({ Brightness: 90 }, false);
  await under.set({ Contrast: 20 });
  assert.is((await under.settings()).Brightness, 90);
  assert.is(under.desired()?.levels?.brightness, 90);
  const after = await (await under.restarted()).settings();
  assert.equal([after.Brightness, after.Contrast], [10, 20]);
});

room('that are temporary end with one that stays', async () => {
  const under = new ImagingUnderTest();
  await under.set({ Brightness: 90 }, false);
  await under.set({ Brightness: 30 });
  assert.is((await under.settings()).Brightness, 30);
});

room('of a device that remembers begin with its initial values, so that no temporary one is left', () => {
  const under = new ImagingUnderTest({ facts: webcam, board: webcamBoard });
  under.report(webcam, { levels: { brightness: 50 }, modes: { exposure: 'MANUAL' } });
  assert.equal(under.desired()?.levels, { brightness: 0, contrast: 0, exposureTime: 15_600 });
  assert.equal(under.desired()?.modes, { exposure: 'AUTO' });
});

const area: tt.Rectangle = { left: -0.5, top: 0.5, right: 0.5, bottom: -0.5 };

room("refuse a limit of the exposure beyond the other one, also where that is the camera's own", async () => {
  const under = new ImagingUnderTest();
  const limits = (more: Partial<tt.Exposure20>): tt.ImagingSettings20 => ({ Exposure: { Mode: 'AUTO', ...more } });
  await under.set(limits({ MaxExposureTime: 20_000 }));
  assert.is(await refusalOf(() => under.set(limits({ MinExposureTime: 30_000 }))), 'SettingsInvalid');
  assert.is(await refusalOf(() => under.set(limits({ MinGain: 20, MaxGain: 10 }))), 'SettingsInvalid');
  await under.set(limits({ MinExposureTime: 30_000, MaxExposureTime: 40_000 }));
});

room('meter the exposure in a part of the picture', async () => {
  const under = new ImagingUnderTest();
  await under.set({ Exposure: { Mode: 'AUTO', Window: area } });
  assert.equal(under.desired()?.exposureWindow, { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 });
  assert.equal((await under.settings()).Exposure?.Window, area);
});

const third = (more: tt.ImagingSettingsExtension203): tt.ImagingSettings20 => ({
  Extension: { Extension: { Extension: more } },
});

const refused: readonly (readonly [tt.ImagingSettings20, RegExp])[] = [
  [{ Brightness: 101 }, /Brightness is 0\.\.100, not 101/],
  [{ Brightness: Number.NaN }, /Brightness/],
  [{ Contrast: Number.POSITIVE_INFINITY }, /Contrast/],
  [{ Exposure: { Mode: 'MANUAL', ExposureTime: 1 } }, /Exposure\/ExposureTime is 20/],
  [{ Exposure: { Mode: 'AUTO', Window: { ...area, left: 0.6 } } }, /left < right/],
  [{ Exposure: { Mode: 'AUTO', Window: { ...area, top: 2 } } }, /-1\.\.1/],
  [{ Exposure: { Mode: 'AUTO', MinIris: 1 } }, /no Exposure\/MinIris/],
  [{ Focus: { AutoFocusMode: 'AUTO', NearLimit: 1 } }, /no Focus\/NearLimit/],
  [{ Extension: { ImageStabilization: { Mode: 'ON' } } }, /no Extension\/ImageStabilization/],
  [third({ ToneCompensation: { Mode: 'ON' } }), /no Extension\/Extension\/Extension\/ToneCompensation/],
  [third({ Defogging: { Mode: 'AUTO' } }), /one of OFF, ON, not AUTO/],
  [third({ Defogging: { Mode: 'ON', Level: 1.1 } }), /0\.\.1, not 1\.1/],
];

for (const [wrong, words] of refused)
  room(`refuse ${JSON.stringify(wrong)}, and change nothing`, async () => {
    const under = new ImagingUnderTest();
    const before = await under.settings();
    try {
      await under.set({ Sharpness: 70, ...wrong });
      assert.unreachable('nothing was refused');
    } catch (error) {
      assert.instance(error, Fault);
      assert.is((error as Fault).faultName, 'SettingsInvalid');
      assert.match((error as Fault).message, words);
    }
    assert.equal(await under.settings(), before);
    assert.is(under.stored.get('imaging'), undefined);
  });

room('of an unknown source are refused', async () => {
  const under = new ImagingUnderTest();
  const wrong = { VideoSourceToken: 'VideoSource9' };
  assert.is(await refusalOf(() => under.call('GetImagingSettings', wrong)), 'NoSource');
  assert.is(await refusalOf(() => under.call('GetOptions', wrong)), 'NoSource');
  assert.is(await refusalOf(() => under.call('SetImagingSettings', { ...wrong, ImagingSettings: {} })), 'NoSource');
});

room('of the source that ZoneMinder calls 000 are those of the first one', async () => {
  const under = new ImagingUnderTest();
  await under.call('SetImagingSettings', { VideoSourceToken: '000', ImagingSettings: { Brightness: 42 } });
  assert.is((await under.settings()).Brightness, 42);
});

room('wait for a camera that is just being found', async () => {
  const under = new ImagingUnderTest({ facts: undefined });
  const asked = under.settings();
  under.report(virtualFacts);
  assert.is((await asked).Brightness, 50);
});

room('of a file do not exist', async () => {
  const [camera] = dayBoard.sources;
  const file = { driver: 'encoded-file', path: 'a.h264', codec: 'H264' } as const;
  const board = { ...dayBoard, sources: camera === undefined ? [] : [{ ...camera, camera: file }] };
  const under = new ImagingUnderTest({ board, facts: undefined });
  assert.is(await refusalOf(() => under.settings()), 'NoImagingForSource');
});

room('of a camera that is unplugged, or whose process ended, are read and set as before', async () => {
  const under = new ImagingUnderTest();
  under.cameras.ended();
  await under.set({ Brightness: 66 });
  assert.is((await under.settings()).Brightness, 66);
  assert.is(under.desired()?.levels?.brightness, 66);
});

room('of two clients at once both hold', async () => {
  const under = new ImagingUnderTest();
  await Promise.all([under.set({ Brightness: 11 }), under.set({ Contrast: 22 }), under.set({ Sharpness: 33 })]);
  const { Brightness, Contrast, Sharpness } = await (await under.restarted()).settings();
  assert.equal([Brightness, Contrast, Sharpness], [11, 22, 33]);
});

room('stay as they were when they cannot be stored', async () => {
  const kept = memorySettings();
  const under = new ImagingUnderTest({
    settings: {
      open: (definition) => {
        const section = kept.open(definition);
        if (definition.name !== 'imaging') return section;
        return {
          get: () => section.get(),
          change: () => Promise.reject(new StorageError('full')),
          onChange: (listener) => section.onChange(listener),
          unreadable: undefined,
        };
      },
    },
  });
  try {
    await under.set({ Brightness: 5 });
    assert.unreachable('it was stored');
  } catch (error) {
    assert.instance(error, StorageError);
  }
  assert.is((await under.settings()).Brightness, 50);
  assert.is(under.desired()?.levels?.brightness, undefined);
});

// shows IMG-11
room('belong to a service that clients find in all lists, whose capabilities name what it does', async () => {
  const { service } = new ImagingUnderTest();
  assert.is(service.path, '/onvif/imaging');
  assert.equal(service.olderCapabilities?.('http://a/onvif/imaging', 'http://a'), {
    Imaging: { XAddr: 'http://a/onvif/imaging' },
  });
  assert.equal(service.capabilities('http://a'), { ImageStabilization: false, Presets: true, AdaptablePreset: false });
});

room.run();
