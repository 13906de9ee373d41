import { z } from 'zod';
import type { VideoEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import { clamp, type Range } from '../../../../hal/ports/range.ts';
import type { Facts, Kind } from '../../kind.ts';
import { among, stream } from '../../stored-parts.ts';
import { defaultMulticast } from '../../streams/multicast.ts';
import { defaultSrtp } from '../../streams/secure-streaming.ts';
import { defaultProfile, type VideoEncoderEntity } from './change.ts';
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

function between({ min, max }: Range): z.ZodNumber {
  return z.number().min(min).max(max);
}

/** Profile of a codec without profiles, whatever is stored. */
const none = z
  .unknown()
  .transform((): undefined => undefined)
  .optional();

/** A stored configuration of one codec. */
function storedFor(able: VideoEncoderCapabilities) {
  const { resolutions, bitrate, govLength, quality, profiles } = able;
  return z
    .object({
      ...stream,
      codec: z.literal(able.codec),
      width: z.number(),
      height: z.number(),
      frameRate: z.number().min(0.01).max(1000),
      bitrate: between(bitrate),
      constantBitRate: z.boolean(),
      govLength: between(govLength),
      profile: profiles.length === 0 ? none : among(profiles, 'profile'),
      quality: between(quality),
    })
    .refine(({ width, height }) => resolutions.some((one) => one.width === width && one.height === height), {
      message: 'no resolution of this board',
    });
}

function stored({ board }: Facts): z.ZodType<VideoEncoderEntity> {
  const [first, ...others] = board.encoders.map(storedFor);
  if (first === undefined) throw new Error(`board ${board.name} has no video encoder`);
  return z.discriminatedUnion('codec', [first, ...others]).transform((value) => ({ ...value, profile: value.profile }));
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
