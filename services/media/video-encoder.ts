import type { VideoProfile } from '../../hal/ports/media-engine.ts';
import type { ConfigurationView } from '../entities/configuration-operations.ts';
import { checkNarrowing, type Narrowing } from '../entities/configuration-operations.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { checkNoMulticast, noMulticast } from '../entities/multicast.ts';
import { findConfiguration } from '../entities/profiles.ts';
import { changeVideoEncoder, encoderCapabilities, type VideoEncoderChange } from '../entities/video-encoder.ts';
import type * as trt from '../generated/trt.ts';
import type * as tt from '../generated/tt.ts';
import { milliseconds } from '../schema/duration.ts';
import { Fault } from '../soap/fault.ts';

/** ver10 has its own enumeration for H.264. */
function h264Profile(profile: VideoProfile): tt.H264Profile {
  return profile === 'Baseline' || profile === 'Extended' || profile === 'High' ? profile : 'Main';
}

/** Video encoder configurations as ver10 writes them (MED-05). */
export const videoEncoderView: ConfigurationView<'VideoEncoder', tt.VideoEncoderConfiguration> = {
  kind: 'VideoEncoder',
  toWire: (encoder, UseCount) => ({
    token: encoder.token,
    Name: encoder.name,
    UseCount,
    Encoding: encoder.codec,
    Resolution: { Width: encoder.width, Height: encoder.height },
    Quality: encoder.quality,
    RateControl: {
      // ver10 knows whole frames only; a slower stream than one frame a second shows as one.
      FrameRateLimit: Math.max(1, Math.round(encoder.frameRate)),
      EncodingInterval: 1,
      BitrateLimit: encoder.bitrate,
    },
    H264: { GovLength: encoder.govLength, H264Profile: h264Profile(encoder.profile) },
    Multicast: noMulticast,
    SessionTimeout: `PT${encoder.sessionTimeout}S`,
  }),
};

export function videoEncoderOptions(
  store: EntityStore,
  request: Narrowing,
): trt.GetVideoEncoderConfigurationOptionsResponse {
  checkNarrowing(store, 'VideoEncoder', request);
  const able = encoderCapabilities(store.board, 'H264');
  const range = ({ min, max }: { readonly min: number; readonly max: number }): tt.IntRange => ({ Min: min, Max: max });
  const h264: tt.H264Options = {
    ResolutionsAvailable: able.resolutions.map(({ width, height }) => ({ Width: width, Height: height })),
    GovLengthRange: range(able.govLength),
    FrameRateRange: { Min: Math.ceil(Math.min(...able.frameRates)), Max: Math.floor(Math.max(...able.frameRates)) },
    EncodingIntervalRange: { Min: 1, Max: 1 },
    H264ProfilesSupported: able.profiles.map(h264Profile),
  };
  return {
    Options: {
      QualityRange: range(able.quality),
      H264: h264,
      Extension: { H264: { ...h264, BitrateRange: range(able.bitrate) } },
    },
  };
}

function changeOf(wanted: tt.VideoEncoderConfiguration): VideoEncoderChange {
  const { RateControl, H264 } = wanted;
  const timeout = milliseconds(wanted.SessionTimeout) / 1000;
  if (Number.isNaN(timeout)) throw new Fault('ConfigModify', 'SessionTimeout is no duration');
  return {
    name: wanted.Name,
    encoding: wanted.Encoding,
    width: wanted.Resolution.Width,
    height: wanted.Resolution.Height,
    quality: wanted.Quality,
    sessionTimeout: timeout,
    ...(RateControl === undefined ? {} : { frameRate: RateControl.FrameRateLimit, bitrate: RateControl.BitrateLimit }),
    ...(H264 === undefined ? {} : { govLength: H264.GovLength, profile: H264.H264Profile }),
  };
}

/** Persistent whatever ForcePersistence says (MED-19). Faults: NoConfig, ConfigModify. */
export async function setVideoEncoder(
  store: EntityStore,
  { Configuration }: trt.SetVideoEncoderConfiguration,
): Promise<object> {
  const present = findConfiguration(store.entities, 'VideoEncoder', Configuration.token);
  const interval = Configuration.RateControl?.EncodingInterval ?? 1;
  if (interval !== 1) throw new Fault('ConfigModify', 'EncodingInterval must be 1');
  checkNoMulticast(Configuration.Multicast);
  await storeVideoEncoder(store, changeVideoEncoder(present, changeOf(Configuration), store.board));
  return {};
}

/** Puts a changed encoder in its place and tells that it changed. */
export async function storeVideoEncoder(
  store: EntityStore,
  changed: ReturnType<typeof changeVideoEncoder>,
): Promise<void> {
  const VideoEncoder = store.entities.VideoEncoder.map((one) => (one.token === changed.token ? changed : one));
  const change = { kind: 'configuration', token: changed.token, type: 'VideoEncoder' } as const;
  await store.commit({ ...store.entities, VideoEncoder }, [change]);
}
