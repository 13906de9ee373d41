import type { AudioEncoderCapabilities } from '../../hal/ports/media-engine.ts';
import { changeAudioEncoder } from '../entities/audio-encoder.ts';
import { bitrateItems, decoderFormats, kilohertz, sampleRateItems } from '../entities/audio-formats.ts';
import { newName } from '../entities/changes.ts';
import type { ConfigurationView } from '../entities/configuration-operations.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { changeMulticast, multicastToWire } from '../entities/multicast.ts';
import { changeSrtp, srtpAttribute, srtpOptions } from '../entities/secure-streaming.ts';
import type * as tt from '../generated/tt.ts';

/** IANA names, which the entities have too (COD-14). */
function formatOptions(able: AudioEncoderCapabilities): tt.AudioEncoder2ConfigurationOptions {
  return { Encoding: able.codec, BitrateList: bitrateItems(able), SampleRateList: sampleRateItems(able) };
}

/** Audio encoder configurations as Media2 writes them (MD2-06). */
export function audioEncoderView({
  store,
  rtspsPort,
}: MediaOptions): ConfigurationView<
  'AudioEncoder',
  tt.AudioEncoder2Configuration,
  readonly tt.AudioEncoder2ConfigurationOptions[]
> {
  const { board } = store;
  const secure = (): boolean => rtspsPort() !== undefined;
  return {
    kind: 'AudioEncoder',
    toWire: (entity, UseCount, entities) => ({
      token: entity.token,
      Name: entity.name,
      UseCount,
      ...srtpAttribute(entity, secure()),
      Encoding: entity.codec,
      Multicast: multicastToWire(entities, 'AudioEncoder', entity),
      Bitrate: entity.bitrate,
      SampleRate: kilohertz(entity.sampleRate),
    }),
    options: () => board.audioEncoders.map((able) => ({ ...srtpOptions(secure()), ...formatOptions(able) })),
    change: (present, wanted, entities) =>
      changeAudioEncoder(
        present,
        {
          name: wanted.Name,
          codec: board.audioEncoders.find(({ codec }) => codec === wanted.Encoding)?.codec,
          bitrate: wanted.Bitrate,
          sampleRate: wanted.SampleRate,
          multicast: changeMulticast(entities, 'AudioEncoder', present, wanted.Multicast),
          srtp: changeSrtp(present, wanted.SecureStreamingProtocolAlgorithm, secure()),
        },
        board,
      ),
  };
}

/** Audio decoder configurations: the options are those of encoders, without SRTP (MD2-07). */
export function audioDecoderView({
  store,
}: MediaOptions): ConfigurationView<
  'AudioDecoder',
  tt.AudioDecoderConfiguration,
  readonly tt.AudioEncoder2ConfigurationOptions[]
> {
  return {
    kind: 'AudioDecoder',
    toWire: ({ token, name }, UseCount) => ({ token, Name: name, UseCount }),
    options: () => decoderFormats(store.board).map(formatOptions),
    change: ({ token }, { Name }) => ({ token, name: newName(Name) }),
  };
}
