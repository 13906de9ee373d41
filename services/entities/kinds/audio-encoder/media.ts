import type { AudioCodec } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import { newTimeout } from '../../changes.ts';
import type { ConfigurationView } from '../../kind.ts';
import { changeMulticast, multicastToWire } from '../../streams/multicast.ts';
import type { ViewOptions } from '../../view-options.ts';
import { type AudioEncoderEntity, changeAudioEncoder } from './change.ts';
import { bitrateItems, kilohertz, sampleRateItems, ver10Encoding, ver10Formats } from './formats.ts';

/** The codec behind a name of ver10: A-law stays A-law, as both laws are G711. */
function codecOf(
  present: AudioEncoderEntity,
  wanted: tt.AudioEncoding,
  offered: readonly { readonly codec: AudioCodec }[],
): AudioCodec | undefined {
  if (ver10Encoding(present.codec) === wanted) return present.codec;
  return offered.find(({ codec }) => ver10Encoding(codec) === wanted)?.codec;
}

/** Audio encoder configurations as ver10 writes them (MED-07). */
export function mediaView({
  store,
}: ViewOptions): ConfigurationView<
  AudioEncoderEntity,
  tt.AudioEncoderConfiguration,
  tt.AudioEncoderConfigurationOptions
> {
  const { board } = store;
  return {
    toWire: (entity, UseCount, entities) => ({
      token: entity.token,
      Name: entity.name,
      UseCount,
      Encoding: ver10Encoding(entity.codec),
      Bitrate: entity.bitrate,
      SampleRate: kilohertz(entity.sampleRate),
      Multicast: multicastToWire(entities, 'AudioEncoder', entity),
      SessionTimeout: `PT${entity.sessionTimeout}S`,
    }),
    options: () => ({
      Options: ver10Formats(board.audioEncoders).map((able) => ({
        Encoding: ver10Encoding(able.codec),
        BitrateList: bitrateItems(able),
        SampleRateList: sampleRateItems(able),
      })),
    }),
    change: (present, wanted, entities) =>
      changeAudioEncoder(
        present,
        {
          name: wanted.Name,
          codec: codecOf(present, wanted.Encoding, board.audioEncoders),
          bitrate: wanted.Bitrate,
          sampleRate: wanted.SampleRate,
          sessionTimeout: newTimeout(wanted.SessionTimeout),
          multicast: changeMulticast(entities, 'AudioEncoder', present, wanted.Multicast),
        },
        board,
      ),
  };
}
