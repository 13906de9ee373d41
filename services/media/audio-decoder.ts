import type { AudioEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { bitrateItems, decoderFormats, sampleRateItems, ver10Encoding } from '../entities/audio-formats.ts';
import { newName } from '../entities/changes.ts';
import type { ConfigurationView } from '../entities/configuration-operations.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import type * as tt from '../generated/tt.ts';

const sections = { G711: 'G711DecOptions', G726: 'G726DecOptions', AAC: 'AACDecOptions' } as const;

function section(able: AudioEncoderCapabilities): tt.AudioDecoderConfigurationOptions {
  const items = { Bitrate: bitrateItems(able), SampleRateRange: sampleRateItems(able) };
  return { [sections[ver10Encoding(able.codec)]]: items };
}

/** Audio decoder configurations as ver10 writes them: there is nothing to set but the name (MED-08). */
export function audioDecoderView({
  store,
}: MediaOptions): ConfigurationView<'AudioDecoder', tt.AudioDecoderConfiguration, tt.AudioDecoderConfigurationOptions> {
  return {
    kind: 'AudioDecoder',
    toWire: ({ token, name }, UseCount) => ({ token, Name: name, UseCount }),
    // The first of two laws stands for both.
    options: () => Object.assign({}, ...[...decoderFormats(store.board)].reverse().map(section)),
    change: ({ token }, { Name }) => ({ token, name: newName(Name) }),
  };
}
