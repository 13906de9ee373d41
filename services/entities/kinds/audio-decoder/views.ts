import type { AudioEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import { newName } from '../../changes.ts';
import type { ConfigurationView } from '../../kind.ts';
import type { ConfigurationEntity } from '../../model.ts';
import type { ViewOptions } from '../../view-options.ts';
import { bitrateItems, decoderFormats, sampleRateItems, ver10Encoding } from '../audio-encoder/formats.ts';
import { formatOptions } from '../audio-encoder/media2.ts';

type View<Options> = ConfigurationView<ConfigurationEntity, tt.AudioDecoderConfiguration, Options>;

const common: Pick<View<never>, 'toWire' | 'change'> = {
  toWire: ({ token, name }, UseCount) => ({ token, Name: name, UseCount }),
  change: ({ token }, { Name }) => ({ token, name: newName(Name) }),
};

const sections = { G711: 'G711DecOptions', G726: 'G726DecOptions', AAC: 'AACDecOptions' } as const;

function section(able: AudioEncoderCapabilities): tt.AudioDecoderConfigurationOptions {
  const items = { Bitrate: bitrateItems(able), SampleRateRange: sampleRateItems(able) };
  return { [sections[ver10Encoding(able.codec)]]: items };
}

/** Audio decoder configurations in ver10: one section of options for each encoding (MED-08). */
export function mediaView({ store }: ViewOptions): View<tt.AudioDecoderConfigurationOptions> {
  return {
    ...common,
    // G711DecOptions are those of the first G.711 law of the board.
    options: () => Object.assign({}, ...[...decoderFormats(store.board)].reverse().map(section)),
  };
}

/** Audio decoder configurations in Media2: the options are those of encoders, without SRTP (MD2-07). */
export function media2View({ store }: ViewOptions): View<readonly tt.AudioEncoder2ConfigurationOptions[]> {
  return { ...common, options: () => decoderFormats(store.board).map(formatOptions) };
}
