import { z } from 'zod';
import type { VideoCodec, VideoEncoderCapabilities, VideoProfile } from '../../../../hal/ports/media-engine.ts';
import { clamp } from '../../../../hal/ports/range.ts';
import type { Facts, Kind } from '../../kind.ts';
import { stream } from '../../stored-parts.ts';
import { defaultMulticast } from '../../streams/multicast.ts';
import { defaultSrtp } from '../../streams/secure-streaming.ts';
import { defaultProfile, type VideoEncoderEntity } from './change.ts';
import { fitVideoEncoder } from './fit.ts';
import { mediaView } from './media.ts';
import { media2View } from './media2.ts';

type Picture = Pick<VideoEncoderEntity, 'width' | 'height' | 'frameRate' | 'bitrate' | 'govLength'>;

/** Names of the encoder configurations; the first two are in a profile, the others wait for a client's own. */
const encoderNames = ['main', 'sub', 'third', 'fourth'] as const;

/** An encoder configuration as near to `picture` as the board allows. */
function encoder(
  index: number,
  picture: Picture,
  able: VideoEncoderCapabilities,
  deviceId: string,
): VideoEncoderEntity {
  return {
    token: `VideoEncoder${index + 1}`,
    name: encoderNames[index] ?? `encoder${index + 1}`,
    codec: able.codec,
    ...picture,
    bitrate: clamp(picture.bitrate, able.bitrate),
    govLength: clamp(picture.govLength, able.govLength),
    constantBitRate: able.constantBitRate,
    profile: defaultProfile(able),
    quality: clamp(50, able.quality),
    multicast: defaultMulticast(deviceId, 'VideoEncoder', index),
    srtp: defaultSrtp,
    sessionTimeout: 60,
  };
}

/** A full picture, then small ones: as many as the board can run at once, so that every guaranteed instance can be had. */
function defaults({ board, deviceId }: Facts): readonly VideoEncoderEntity[] {
  const [source] = board.sources;
  if (source === undefined) throw new Error(`board ${board.name} has no video source`);
  const { width, height, frameRate } = source;
  // H.264 where the board has it: every client plays it (clients.md rule 4).
  const able = board.encoders.find(({ codec }) => codec === 'H264') ?? board.encoders[0];
  if (able === undefined) throw new Error(`board ${board.name} has no video encoder`);
  const sizes = able.resolutions;
  const small = sizes.find((one) => one.width === 640) ?? sizes[0] ?? { width, height };
  const full: Picture = { width, height, frameRate, bitrate: 4000, govLength: 2 * frameRate };
  const sub: Picture = {
    width: small.width,
    height: small.height,
    frameRate: able.frameRates.includes(15) ? 15 : frameRate,
    bitrate: 800,
    govLength: 30,
  };
  const count = Math.max(1, Math.min(encoderNames.length, board.encoderInstances.total));
  return [full, sub, sub, sub].slice(0, count).map((picture, index) => encoder(index, picture, able, deviceId));
}

/** Codecs and profiles as older and newer versions store them; the board has some. */
const codecs = ['H264', 'H265', 'JPEG', 'MPV4-ES'] as const satisfies readonly VideoCodec[];
const profiles: z.ZodType<VideoProfile | undefined> = z
  .enum(['Baseline', 'Main', 'Extended', 'High', 'Main10', 'Simple', 'AdvancedSimple'])
  .optional()
  .catch(undefined);

/**
 * A stored configuration. What the board does not offer, or no longer, goes to the nearest that it does: a board file, another image
 * or a better measured range must not cost a client its other settings.
 */
function stored({ board }: Facts): z.ZodType<VideoEncoderEntity> {
  if (board.encoders.length === 0) throw new Error(`board ${board.name} has no video encoder`);
  return z
    .object({
      ...stream,
      codec: z.enum(codecs),
      width: z.number().positive(),
      height: z.number().positive(),
      frameRate: z.number().min(0.01).max(1000),
      bitrate: z.number().positive(),
      constantBitRate: z.boolean(),
      govLength: z.number().positive(),
      profile: profiles,
      quality: z.number().min(0),
    })
    .transform((value) => fitVideoEncoder({ ...value, profile: value.profile }, board.encoders));
}

/** Video encoders (MED-05, MD2-05). */
export const videoEncoder: Kind<'VideoEncoder', VideoEncoderEntity> = {
  name: 'VideoEncoder',
  ver10: 'VideoEncoder',
  needs: { media: ['VideoSource'], media2: ['VideoSource'] },
  missing: () => undefined,
  defaults,
  stored,
  media: mediaView,
  media2: media2View,
};
