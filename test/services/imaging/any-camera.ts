import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkSettings } from '../../../hal/camera/check-settings.ts';
import { type CameraFacts, cameraLevels, cameraModes, type LevelRange } from '../../../hal/ports/camera.ts';
import { Fault } from '../../../services/faults/fault.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { ImagingUnderTest } from './imaging-under-test.ts';

const room = suite('imaging of any camera');

const range: fc.Arbitrary<LevelRange> = fc
  .record({
    min: fc.integer({ min: -1000, max: 1000 }),
    width: fc.integer({ min: 1, max: 100_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ min, width, part }) => ({ min, max: min + width, step: 1, initial: min + Math.round(part * width) }));

/** Levels whose limits of the automatic exposure do not contradict each other. */
function withOrderedLimits(levels: CameraFacts['levels']): CameraFacts['levels'] {
  const { minExposureTime: time, minExposureGain: gain, ...others } = levels;
  return {
    ...others,
    ...(time && { minExposureTime: { ...time, initial: time.min }, maxExposureTime: { ...time, initial: time.max } }),
    ...(gain && { minExposureGain: { ...gain, initial: gain.min }, maxExposureGain: { ...gain, initial: gain.max } }),
  };
}

/** Facts of cameras with most of the levels, and modes of two values or none. */
const anyFacts: fc.Arbitrary<CameraFacts> = fc
  .record({
    levels: fc.tuple(
      ...cameraLevels.map((name) =>
        fc.option(
          range.map((one) => [name, one] as const),
          { freq: 8 },
        ),
      ),
    ),
    modes: fc.subarray(Object.keys(cameraModes) as (keyof typeof cameraModes)[], { minLength: 5 }),
    exposureWindow: fc.boolean(),
  })
  .map(({ levels, modes, exposureWindow }) => ({
    levels: withOrderedLimits(Object.fromEntries(levels.filter((row) => row !== null))),
    modes: Object.fromEntries(modes.map((mode) => [mode, cameraModes[mode].slice(0, 2)])),
    initialModes: Object.fromEntries(modes.map((mode) => [mode, cameraModes[mode][0]])),
    exposureWindow,
  }));

const number = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
);
const level = fc.record({ Mode: fc.constantFrom('ON', 'OFF'), Level: number }, { requiredKeys: ['Mode'] });
const automatic = { Mode: fc.constantFrom('AUTO', 'MANUAL') };

const anyMember = fc.oneof(
  fc.record({ Brightness: number }),
  fc.record({ Contrast: number }),
  fc.record({ Sharpness: number }),
  fc.record({ BacklightCompensation: level }),
  fc.record({ WideDynamicRange: level }),
  fc.record({
    Exposure: fc.record(
      { ...automatic, ExposureTime: number, MinGain: number, MaxGain: number },
      { requiredKeys: ['Mode'] },
    ),
  }),
  fc.record({ WhiteBalance: fc.record({ ...automatic, CrGain: number }, { requiredKeys: ['Mode'] }) }),
  fc.record({ IrCutFilter: fc.constantFrom('ON', 'OFF', 'AUTO') }),
);

/** Settings as clients may send them, in and out of range. */
const anySettings = fc
  .array(anyMember, { minLength: 1, maxLength: 3 })
  .map((members) => Object.assign({}, ...members) as tt.ImagingSettings20);

room('answers by the schema, reads back what it took, and gives the camera nothing that it refuses', async () => {
  let taken = 0;
  const property = fc.asyncProperty(anyFacts, fc.array(anySettings, { maxLength: 4 }), async (facts, list) => {
    const under = new ImagingUnderTest({ facts: undefined });
    under.report(facts, {});
    await under.options();
    for (const settings of list) {
      const before = await under.settings();
      try {
        await under.set(settings);
      } catch (error) {
        assert.instance(error, Fault);
        assert.equal(await under.settings(), before, 'a refusal changes nothing');
        continue;
      }
      taken += Object.keys(settings).length;
      const after = await under.settings();
      for (const name of ['Brightness', 'Contrast', 'Sharpness'] as const)
        if (settings[name] !== undefined) assert.is(after[name], settings[name]);
      checkSettings('the camera', facts, under.desired() ?? {});
      // The whole answer may be sent back.
      await under.set(after);
      assert.equal(await under.settings(), after);
    }
  });
  await fc.assert(property, { numRuns: 300 });
  assert.ok(taken > 100, `only ${taken} members were taken`);
});

room.run();
