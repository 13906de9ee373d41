import { type ConfigurationView, checkNarrowing, type Narrowing } from '../entities/configuration-operations.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { checkNoMulticast, noMulticast } from '../entities/multicast.ts';
import { findConfiguration } from '../entities/profiles.ts';
import { changeVideoEncoder, encoderCapabilities } from '../entities/video-encoder.ts';
import type * as tr2 from '../generated/tr2.ts';
import type * as tt from '../generated/tt.ts';
import { storeVideoEncoder } from '../media/video-encoder.ts';

/** Video encoder configurations as Media2 writes them (MD2-05). */
export const videoEncoderView: ConfigurationView<'VideoEncoder', tt.VideoEncoder2Configuration> = {
  kind: 'VideoEncoder',
  toWire: (encoder, UseCount) => ({
    token: encoder.token,
    Name: encoder.name,
    UseCount,
    GovLength: encoder.govLength,
    Profile: encoder.profile,
    Encoding: encoder.codec,
    Resolution: { Width: encoder.width, Height: encoder.height },
    RateControl: {
      ConstantBitRate: encoder.constantBitRate,
      FrameRateLimit: encoder.frameRate,
      BitrateLimit: encoder.bitrate,
    },
    Multicast: noMulticast,
    Quality: encoder.quality,
  }),
};

export function videoEncoderOptions(
  store: EntityStore,
  request: Narrowing,
): tr2.GetVideoEncoderConfigurationOptionsResponse {
  checkNarrowing(store, 'VideoEncoder', request);
  const able = encoderCapabilities(store.board, 'H264');
  return {
    Options: [
      {
        Encoding: able.codec,
        QualityRange: { Min: able.quality.min, Max: able.quality.max },
        ResolutionsAvailable: able.resolutions.map(({ width, height }) => ({ Width: width, Height: height })),
        BitrateRange: { Min: able.bitrate.min, Max: able.bitrate.max },
        GovLengthRange: [able.govLength.min, able.govLength.max],
        FrameRatesSupported: able.frameRates,
        ProfilesSupported: able.profiles,
        ConstantBitRateSupported: able.constantBitRate,
      },
    ],
  };
}

/** Faults: NoConfig, ConfigModify. */
export async function setVideoEncoder(
  store: EntityStore,
  { Configuration }: tr2.SetVideoEncoderConfiguration,
): Promise<object> {
  const { token, RateControl, GovLength, Profile } = Configuration;
  const present = findConfiguration(store.entities, 'VideoEncoder', token);
  checkNoMulticast(Configuration.Multicast);
  const constant = RateControl?.ConstantBitRate;
  const changed = changeVideoEncoder(
    present,
    {
      name: Configuration.Name,
      encoding: Configuration.Encoding,
      width: Configuration.Resolution.Width,
      height: Configuration.Resolution.Height,
      quality: Configuration.Quality,
      ...(RateControl === undefined
        ? {}
        : { frameRate: RateControl.FrameRateLimit, bitrate: RateControl.BitrateLimit }),
      ...(constant === undefined ? {} : { constantBitRate: constant }),
      ...(GovLength === undefined ? {} : { govLength: GovLength }),
      ...(Profile === undefined ? {} : { profile: Profile }),
    },
    store.board,
  );
  await storeVideoEncoder(store, changed);
  return {};
}
