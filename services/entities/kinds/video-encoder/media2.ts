import type { VideoEncoderCapabilities } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify } from '../../changes.ts';
import type { ConfigurationView } from '../../kind.ts';
import type { StreamEntities } from '../../model.ts';
import { changeMulticast, multicastToWire } from '../../streams/multicast.ts';
import { changeSrtp, srtpAttribute, srtpOptions } from '../../streams/secure-streaming.ts';
import type { ViewOptions } from '../../view-options.ts';
import { allowedEncoders, changeVideoEncoder, type VideoEncoderChange, type VideoEncoderEntity } from './change.ts';

function toWire(
  encoder: VideoEncoderEntity,
  UseCount: number,
  entities: StreamEntities,
): tt.VideoEncoder2Configuration {
  return {
    token: encoder.token,
    Name: encoder.name,
    UseCount,
    // Every JPEG picture is a key frame.
    ...(encoder.codec === 'JPEG' ? {} : { GovLength: encoder.govLength }),
    ...(encoder.profile === undefined ? {} : { Profile: encoder.profile }),
    Encoding: encoder.codec,
    Resolution: { Width: encoder.width, Height: encoder.height },
    RateControl: {
      ConstantBitRate: encoder.constantBitRate,
      FrameRateLimit: encoder.frameRate,
      BitrateLimit: encoder.bitrate,
    },
    Multicast: multicastToWire(entities, 'VideoEncoder', encoder),
    Quality: encoder.quality,
  };
}

function encoderOptions(able: VideoEncoderCapabilities, secure: boolean): tt.VideoEncoder2ConfigurationOptions {
  return {
    ...(able.codec === 'JPEG' ? {} : { GovLengthRange: [able.govLength.min, able.govLength.max] }),
    // Frame rates stand from the highest to the lowest (schema).
    FrameRatesSupported: [...able.frameRates].reverse(),
    ...(able.profiles.length === 0 ? {} : { ProfilesSupported: able.profiles }),
    ConstantBitRateSupported: able.constantBitRate,
    ...srtpOptions(secure),
    Encoding: able.codec,
    QualityRange: { Min: able.quality.min, Max: able.quality.max },
    ResolutionsAvailable: able.resolutions.map(({ width, height }) => ({ Width: width, Height: height })),
    BitrateRange: { Min: able.bitrate.min, Max: able.bitrate.max },
  };
}

/** Fault: ConfigModify for what no encoder here does, and the options do not name. */
function checkOffered({
  AnchorFrameDistance,
  GuaranteedFrameRate,
  Signed,
  RateControl,
}: tt.VideoEncoder2Configuration): void {
  if ((AnchorFrameDistance ?? 0) > 1) throw modify('AnchorFrameDistance must be 1: no encoder makes B-frames');
  if (GuaranteedFrameRate) throw modify('No encoder guarantees a frame rate');
  if (Signed) throw modify('Streams are not signed');
  if ((RateControl?.AverageBitRate ?? 0) > 0) throw modify('AverageBitRate is not offered: set BitrateLimit');
}

function changeOf(wanted: tt.VideoEncoder2Configuration): VideoEncoderChange {
  checkOffered(wanted);
  const { RateControl, GovLength, Profile } = wanted;
  const constant = RateControl?.ConstantBitRate;
  return {
    name: wanted.Name,
    encoding: wanted.Encoding,
    width: wanted.Resolution.Width,
    height: wanted.Resolution.Height,
    quality: wanted.Quality,
    ...(RateControl === undefined ? {} : { frameRate: RateControl.FrameRateLimit, bitrate: RateControl.BitrateLimit }),
    ...(constant === undefined ? {} : { constantBitRate: constant }),
    ...(GovLength === undefined ? {} : { govLength: GovLength }),
    ...(Profile === undefined ? {} : { profile: Profile }),
  };
}

/** Video encoder configurations as Media2 writes them (MD2-05). */
export function media2View({
  store,
  rtspsPort,
}: ViewOptions): ConfigurationView<
  VideoEncoderEntity,
  tt.VideoEncoder2Configuration,
  readonly tt.VideoEncoder2ConfigurationOptions[]
> {
  const secure = (): boolean => rtspsPort() !== undefined;
  return {
    toWire: (encoder, count, entities) => ({
      ...toWire(encoder, count, entities),
      ...srtpAttribute(encoder, secure()),
    }),
    options: (entities, token) =>
      allowedEncoders(entities, store.offered, token).map((able) => encoderOptions(able, secure())),
    change: (present, wanted, entities) =>
      changeVideoEncoder(
        present,
        {
          ...changeOf(wanted),
          multicast: changeMulticast(entities, 'VideoEncoder', present, wanted.Multicast),
          srtp: changeSrtp(present, wanted.SecureStreamingProtocolAlgorithm, secure()),
        },
        allowedEncoders(entities, store.offered, present.token),
      ),
  };
}
