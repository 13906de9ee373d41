import type { CameraFacts } from '../../hal/ports/camera.ts';
import type * as timg from '../generated/timg.ts';
import type { Imaging } from './imaging.ts';
import { type ImagingValues, isEmpty, noValues } from './values.ts';

/** Set of values under a name. */
interface Preset {
  readonly token: string;
  readonly type: timg.ImagingPresetType;
  readonly name: string;
  readonly values: ImagingValues;
}

const auto = { exposure: 'AUTO', whiteBalance: 'AUTO' } as const;

/** Presets of the firmware. Levels are on the wire's scale, so each camera takes them in its own steps. */
const builtIn: readonly Preset[] = [
  {
    token: 'Indoor',
    type: 'Indoor',
    name: 'Indoor',
    values: {
      levels: { brightness: 52, contrast: 50, colorSaturation: 50, sharpness: 50, noiseReduction: 0.3 },
      modes: {
        ...auto,
        exposurePriority: 'FrameRate',
        backlightCompensation: 'ON',
        wideDynamicRange: 'OFF',
        defogging: 'OFF',
        // Lamps flicker with the mains.
        powerLineFrequency: 'AUTO',
      },
    },
  },
  {
    token: 'Outdoor',
    type: 'ClearWeather',
    name: 'Outdoor',
    values: {
      levels: {
        brightness: 48,
        contrast: 55,
        colorSaturation: 56,
        sharpness: 60,
        wideDynamicRange: 50,
        noiseReduction: 0.1,
      },
      modes: {
        ...auto,
        exposurePriority: 'FrameRate',
        backlightCompensation: 'OFF',
        wideDynamicRange: 'ON',
        defogging: 'OFF',
        powerLineFrequency: 'OFF',
      },
    },
  },
  {
    token: 'LowLight',
    type: 'Night',
    name: 'Low light',
    values: {
      levels: { brightness: 60, contrast: 45, colorSaturation: 35, sharpness: 40, noiseReduction: 0.8 },
      modes: {
        ...auto,
        // Less noise at the cost of the frame rate.
        exposurePriority: 'LowNoise',
        backlightCompensation: 'OFF',
        wideDynamicRange: 'OFF',
        defogging: 'OFF',
      },
    },
  },
];

const custom = { token: 'Custom', type: 'Custom', name: 'Custom' } as const;

/** A preset as far as a camera has its members. */
function fitted(preset: Preset, facts: CameraFacts): Preset {
  const { levels, modes } = preset.values;
  const offers = (mode: string, value: string): boolean =>
    ((facts.modes as Readonly<Record<string, readonly string[]>>)[mode] ?? []).includes(value);
  return {
    ...preset,
    values: {
      levels: Object.fromEntries(Object.entries(levels).filter(([level]) => level in facts.levels)),
      modes: Object.fromEntries(Object.entries(modes).filter(([mode, value]) => offers(mode, value))),
    },
  };
}

function presetsOf(facts: CameraFacts): readonly Preset[] {
  return builtIn.map((preset) => fitted(preset, facts)).filter(({ values }) => !isEmpty(values));
}

/** Whether each member of the preset has its value. */
function holds(preset: Preset, values: ImagingValues): boolean {
  const equal = (wanted: object, present: object): boolean =>
    Object.entries(wanted).every(([name, value]) => (present as Readonly<Record<string, unknown>>)[name] === value);
  return equal(preset.values.levels, values.levels) && equal(preset.values.modes, values.modes);
}

function toWire({ token, type, name }: Omit<Preset, 'values'>): timg.ImagingPreset {
  return { token, type, Name: name };
}

export function listPresets(facts: CameraFacts): readonly timg.ImagingPreset[] {
  return [...presetsOf(facts), custom].map(toWire);
}

/** The preset that was applied last, if its values still hold; undefined otherwise. */
export function currentPreset(imaging: Imaging, source: string, facts: CameraFacts): timg.ImagingPreset | undefined {
  const { preset: token } = imaging.stored(source);
  if (token === custom.token) return toWire(custom);
  const preset = presetsOf(facts).find((one) => one.token === token);
  return preset && holds(preset, imaging.values(source)) ? toWire(preset) : undefined;
}

/** Values of a preset with the present focus, which belongs to the scene and not to its light. */
function withFocusOf(present: ImagingValues, wanted: ImagingValues): ImagingValues {
  const { focus } = present.levels;
  const { focus: mode } = present.modes;
  const { focus: _level, ...levels } = wanted.levels;
  const { focus: _mode, ...modes } = wanted.modes;
  return {
    ...wanted,
    levels: { ...levels, ...(focus !== undefined && { focus }) },
    modes: { ...modes, ...(mode !== undefined && { focus: mode }) },
  };
}

/**
 * Applies a preset for good; resolves with false for an unknown one. The user's own values are kept when a preset of the firmware
 * replaces them: `Custom` brings them back. Rejects with StorageError.
 */
export async function applyPreset(
  imaging: Imaging,
  source: string,
  facts: CameraFacts,
  token: string,
): Promise<boolean> {
  if (token === custom.token) {
    await imaging.replace(source, ({ preset, custom: own = noValues, ...present }) =>
      preset === custom.token
        ? { ...present, preset, custom: own }
        : { ...present, preset: custom.token, custom: own, values: withFocusOf(present.values, own) },
    );
    return true;
  }
  const presets = presetsOf(facts);
  const wanted = presets.find((one) => one.token === token);
  if (wanted === undefined) return false;
  await imaging.change(
    source,
    () => wanted.values,
    true,
    (before, after) => {
      const isOwn = !presets.some((one) => one.token === before.preset && holds(one, before.values));
      return { ...after, preset: token, ...(isOwn && { custom: before.values }) };
    },
  );
  return true;
}
