import { z } from 'zod';
import type { AudioEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import type { Facts, Kind } from '../../kind.ts';
import { among, stream } from '../../stored-parts.ts';
import { defaultMulticast } from '../../streams/multicast.ts';
import { defaultSrtp } from '../../streams/secure-streaming.ts';
import { missingSound } from '../audio-source/audio-source.ts';
import { nearest } from '../video-encoder/change.ts';
import type { AudioEncoderEntity } from './change.ts';
import { mediaView } from './media.ts';
import { media2View } from './media2.ts';

/** G.711 mu-law where the board has it (COD-10). */
function defaults({ board, deviceId }: Facts): readonly AudioEncoderEntity[] {
  const able = board.audioEncoders.find(({ codec }) => codec === 'PCMU') ?? board.audioEncoders[0];
  if (able === undefined) return [];
  return [
    {
      token: 'AudioEncoder1',
      name: 'audio',
      codec: able.codec,
      bitrate: able.bitrates[0] ?? 64,
      sampleRate: able.sampleRates[0] ?? 8000,
      multicast: defaultMulticast(deviceId, 'AudioEncoder', 0),
      srtp: defaultSrtp,
      sessionTimeout: 60,
    },
  ];
}

/** A stored configuration with the nearest bit rate and sample rate that the board offers now. */
function nearestOffered(stored: AudioEncoderEntity, able: readonly AudioEncoderCapabilities[]): AudioEncoderEntity {
  const { bitrates = [], sampleRates = [] } = able.find(({ codec }) => codec === stored.codec) ?? {};
  return {
    ...stored,
    bitrate: nearest(stored.bitrate, bitrates),
    sampleRate: nearest(stored.sampleRate, sampleRates),
  };
}

/** Audio encoders (MED-07, MD2-06). */
export const audioEncoder: Kind<'AudioEncoder', AudioEncoderEntity> = {
  name: 'AudioEncoder',
  ver10: 'AudioEncoder',
  needs: { media: ['AudioSource'], media2: ['AudioSource'] },
  missing: missingSound,
  defaults,
  stored: ({ board }) => {
    const able = board.audioEncoders;
    return z
      .object({
        ...stream,
        codec: among(
          able.map(({ codec }) => codec),
          'audio codec',
        ),
        bitrate: z.number().positive(),
        sampleRate: z.number().positive(),
      })
      .transform((value) => nearestOffered(value, able));
  },
  media: mediaView,
  media2: media2View,
};
