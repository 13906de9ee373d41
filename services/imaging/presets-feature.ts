import { Fault } from '../faults/fault.ts';
import type { ImagingOperations } from '../generated/imaging-operations.ts';
import type { Handlers } from '../soap/service.ts';
import type { Imaging } from './imaging.ts';
import type { ImagingSources } from './imaging-sources.ts';
import { applyPreset, currentPreset, listPresets } from './presets.ts';

interface PresetParts {
  readonly sources: ImagingSources;
  readonly imaging: Imaging;
}

type Names = 'GetPresets' | 'GetCurrentPreset' | 'SetCurrentPreset';

/** Imaging presets (ONVIF Imaging 5.3, IMG-09). */
export function presetsFeature({ sources, imaging }: PresetParts): Pick<Handlers<ImagingOperations>, Names> {
  return {
    GetPresets: async ({ VideoSourceToken }) => {
      const { facts } = await sources.of(VideoSourceToken);
      return { Preset: listPresets(facts) };
    },
    GetCurrentPreset: async ({ VideoSourceToken }) => {
      const { id, facts } = await sources.of(VideoSourceToken);
      const Preset = currentPreset(imaging, id, facts);
      return Preset === undefined ? {} : { Preset };
    },
    SetCurrentPreset: async ({ VideoSourceToken, PresetToken }) => {
      const { id, facts } = await sources.of(VideoSourceToken);
      const known = await applyPreset(imaging, id, facts, PresetToken);
      if (!known) throw new Fault('InvalidArgVal', `No imaging preset ${PresetToken.slice(0, 64)}`);
      return {};
    },
  };
}
