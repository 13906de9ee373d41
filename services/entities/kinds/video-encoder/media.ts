import type { VideoCodec, VideoEncoderCapabilities, VideoProfile } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify, newTimeout } from '../../changes.ts';
import type { ConfigurationView } from '../../kind.ts';
import type { StreamEntities } from '../../model.ts';
import { changeMulticast, multicastToWire } from '../../streams/multicast.ts';
import type { ViewOptions } from '../../view-options.ts';
import { allowedEncoders, changeVideoEncoder, type VideoEncoderChange, type VideoEncoderEntity } from './change.ts';

/** Names of codecs in ver10. H.265 has none: its configurations do not exist there (COD-03, COD-14). */
const encodings: Readonly<Record<VideoCodec, tt.VideoEncoding | undefined>> = {
  H264: 'H264',
  JPEG: 'JPEG',
  'MPV4-ES': 'MPEG4',
  H265: undefined,
};

/** Name of a codec in ver10; undefined for one that ver10 does not know. */
export function encodingName(codec: VideoCodec): tt.VideoEncoding | undefined {
  return encodings[codec];
}

function codecOf(encoding: tt.VideoEncoding): VideoCodec {
  return encoding === 'MPEG4' ? 'MPV4-ES' : encoding;
}

/** ver10 has its own enumeration for H.264. */
function h264Profile(profile: VideoProfile | undefined): tt.H264Profile {
  return profile === 'Baseline' || profile === 'Extended' || profile === 'High' ? profile : 'Main';
}

function mpeg4Profile(profile: VideoProfile | undefined): tt.Mpeg4Profile {
  return profile === 'AdvancedSimple' ? 'ASP' : 'SP';
}

/** Element of a configuration that only its codec has. */
function codecToWire({ codec, govLength, profile }: VideoEncoderEntity): Partial<tt.VideoEncoderConfiguration> {
  if (codec === 'H264') return { H264: { GovLength: govLength, H264Profile: h264Profile(profile) } };
  if (codec === 'MPV4-ES') return { MPEG4: { GovLength: govLength, Mpeg4Profile: mpeg4Profile(profile) } };
  return {};
}

function toWire(
  encoder: VideoEncoderEntity,
  UseCount: number,
  entities: StreamEntities,
): tt.VideoEncoderConfiguration | undefined {
  const Encoding = encodings[encoder.codec];
  if (Encoding === undefined) return undefined;
  return {
    token: encoder.token,
    Name: encoder.name,
    UseCount,
    Encoding,
    Resolution: { Width: encoder.width, Height: encoder.height },
    Quality: encoder.quality,
    RateControl: {
      // Frame rates of ver10 are whole numbers; less than one frame a second shows as one.
      FrameRateLimit: Math.max(1, Math.round(encoder.frameRate)),
      EncodingInterval: 1,
      BitrateLimit: encoder.bitrate,
    },
    ...codecToWire(encoder),
    Multicast: multicastToWire(entities, 'VideoEncoder', encoder),
    SessionTimeout: `PT${encoder.sessionTimeout}S`,
  };
}

function range({ min, max }: { readonly min: number; readonly max: number }): tt.IntRange {
  return { Min: min, Max: max };
}

/** Options of every codec; JPEG has no others. */
function common(able: VideoEncoderCapabilities): tt.JpegOptions {
  return {
    ResolutionsAvailable: able.resolutions.map(({ width, height }) => ({ Width: width, Height: height })),
    FrameRateRange: { Min: Math.ceil(Math.min(...able.frameRates)), Max: Math.floor(Math.max(...able.frameRates)) },
    EncodingIntervalRange: { Min: 1, Max: 1 },
  };
}

function h264Options(able: VideoEncoderCapabilities): tt.H264Options {
  const H264ProfilesSupported = able.profiles.map(h264Profile);
  return { ...common(able), GovLengthRange: range(able.govLength), H264ProfilesSupported };
}

function mpeg4Options(able: VideoEncoderCapabilities): tt.Mpeg4Options {
  const Mpeg4ProfilesSupported = able.profiles.map(mpeg4Profile);
  return { ...common(able), GovLengthRange: range(able.govLength), Mpeg4ProfilesSupported };
}

/** Quality range that every codec takes: ver10 has one for all. */
function commonQuality(all: readonly VideoEncoderCapabilities[]): tt.IntRange {
  return {
    Min: Math.ceil(Math.max(...all.map(({ quality }) => quality.min))),
    Max: Math.floor(Math.min(...all.map(({ quality }) => quality.max))),
  };
}

function encoderOptions(all: readonly VideoEncoderCapabilities[]): tt.VideoEncoderConfigurationOptions {
  const shown = all.filter(({ codec }) => encodings[codec] !== undefined);
  const of = (codec: VideoCodec): VideoEncoderCapabilities | undefined => shown.find((one) => one.codec === codec);
  const [jpeg, mpeg4, h264] = [of('JPEG'), of('MPV4-ES'), of('H264')];
  const parts = {
    ...(jpeg === undefined ? {} : { JPEG: common(jpeg) }),
    ...(mpeg4 === undefined ? {} : { MPEG4: mpeg4Options(mpeg4) }),
    ...(h264 === undefined ? {} : { H264: h264Options(h264) }),
  };
  const bits = ({ bitrate }: VideoEncoderCapabilities): { BitrateRange: tt.IntRange } => ({
    BitrateRange: range(bitrate),
  });
  return {
    QualityRange: commonQuality(shown.length === 0 ? all : shown),
    ...parts,
    Extension: {
      ...(jpeg === undefined ? {} : { JPEG: { ...common(jpeg), ...bits(jpeg) } }),
      ...(mpeg4 === undefined ? {} : { MPEG4: { ...mpeg4Options(mpeg4), ...bits(mpeg4) } }),
      ...(h264 === undefined ? {} : { H264: { ...h264Options(h264), ...bits(h264) } }),
    },
  };
}

/** GovLength and profile from the element of the encoding; elements of other codecs are ignored. */
function codecChange({
  Encoding,
  H264,
  MPEG4,
}: tt.VideoEncoderConfiguration): Pick<VideoEncoderChange, 'govLength' | 'profile'> {
  if (Encoding === 'H264' && H264 !== undefined) return { govLength: H264.GovLength, profile: H264.H264Profile };
  if (Encoding === 'MPEG4' && MPEG4 !== undefined) {
    const profile = MPEG4.Mpeg4Profile === 'ASP' ? 'AdvancedSimple' : 'Simple';
    return { govLength: MPEG4.GovLength, profile };
  }
  return {};
}

function changeOf(wanted: tt.VideoEncoderConfiguration): VideoEncoderChange {
  const { RateControl } = wanted;
  if ((RateControl?.EncodingInterval ?? 1) !== 1) throw modify('EncodingInterval must be 1');
  if (wanted.GuaranteedFrameRate) throw modify('No encoder guarantees a frame rate');
  return {
    name: wanted.Name,
    encoding: codecOf(wanted.Encoding),
    width: wanted.Resolution.Width,
    height: wanted.Resolution.Height,
    quality: wanted.Quality,
    sessionTimeout: newTimeout(wanted.SessionTimeout),
    ...(RateControl === undefined ? {} : { frameRate: RateControl.FrameRateLimit, bitrate: RateControl.BitrateLimit }),
    ...codecChange(wanted),
  };
}

/** Video encoder configurations as ver10 writes them (MED-05). */
export function mediaView({
  store,
}: ViewOptions): ConfigurationView<
  VideoEncoderEntity,
  tt.VideoEncoderConfiguration,
  tt.VideoEncoderConfigurationOptions
> {
  return {
    toWire,
    options: (entities, token) => encoderOptions(allowedEncoders(entities, store.offered, token)),
    change: (present, wanted, entities) => {
      const multicast = changeMulticast(entities, 'VideoEncoder', present, wanted.Multicast);
      const able = allowedEncoders(entities, store.offered, present.token);
      return changeVideoEncoder(present, { ...changeOf(wanted), multicast }, able);
    },
  };
}
