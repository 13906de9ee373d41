import type { AudioEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import type { ConfigurationView } from '../../kind.ts';
import { changeMulticast, multicastToWire } from '../../streams/multicast.ts';
import { changeSrtp, srtpAttribute, srtpOptions } from '../../streams/secure-streaming.ts';
import type { ViewOptions } from '../../view-options.ts';
import { type AudioEncoderEntity, changeAudioEncoder } from './change.ts';
import { bitrateItems, kilohertz, sampleRateItems } from './formats.ts';

/** IANA names, which the entities have too (COD-14). */
export function formatOptions(able: AudioEncoderCapabilities): tt.AudioEncoder2ConfigurationOptions {
  return { Encoding: able.codec, BitrateList: bitrateItems(able), SampleRateList: sampleRateItems(able) };
}

/** Audio encoder configurations as Media2 writes them (MD2-06). */
export function media2View({
  store,
  rtspsPort,
}: ViewOptions): ConfigurationView<
  AudioEncoderEntity,
  tt.AudioEncoder2Configuration,
  readonly tt.AudioEncoder2ConfigurationOptions[]
> {
  const { board } = store;
  const secure = (): boolean => rtspsPort() !== undefined;
  return {
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
