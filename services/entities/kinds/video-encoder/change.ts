import type { VideoEncoderCapabilities, VideoEncoderState, VideoProfile } from '../../../../hal/ports/media-engine.ts';
import { clamp, type Range } from '../../../../hal/ports/range.ts';
import { clampTimeout, modify, newName } from '../../changes.ts';
import type { MulticastEntity, StreamEntities, StreamEntity } from '../../model.ts';

/** A video encoder configuration: the state of the encoder, beside the id and source that profiles give it. */
export interface VideoEncoderEntity extends StreamEntity, Omit<VideoEncoderState, 'id' | 'source' | 'osd'> {}

/** A change of an encoder configuration from either service; absent members stay as they are (COR-02). */
export interface VideoEncoderChange {
  readonly name?: string;
  /** IANA name. */
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  readonly frameRate?: number;
  readonly bitrate?: number;
  readonly constantBitRate?: boolean;
  readonly govLength?: number;
  readonly profile?: string;
  readonly sessionTimeout?: number;
  readonly multicast?: MulticastEntity;
  readonly srtp?: StreamEntity['srtp'];
}

/** Whole number of a range, nearest to a value. */
export function wholeNumber(value: number, range: Range): number {
  return clamp(Math.round(value), range);
}

/** Supported value nearest to the wanted one. */
export function nearest(wanted: number, supported: readonly number[]): number {
  // Values beyond the greatest, infinity too, become the greatest.
  const value = Math.min(wanted, Math.max(...supported));
  return supported.reduce(
    (best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best),
    supported[0] ?? value,
  );
}

/** Main, or the first that the codec has; undefined for a codec without profiles. */
export function defaultProfile({ profiles }: VideoEncoderCapabilities): VideoProfile | undefined {
  return profiles.find((one) => one === 'Main') ?? profiles[0];
}

/**
 * Codecs that a configuration may be set to; without a token, all that are offered. The last H.264 stream stays H.264: a
 * camera without any has nothing to show to clients of ver10 (clients.md rule 4).
 */
export function allowedEncoders(
  { profiles, VideoEncoder }: StreamEntities,
  offered: readonly VideoEncoderCapabilities[],
  token: string | undefined,
): readonly VideoEncoderCapabilities[] {
  const streamed = VideoEncoder.filter((one) =>
    profiles.some(({ configurations }) => configurations.VideoEncoder === one.token),
  );
  const h264 = streamed.filter(({ codec }) => codec === 'H264');
  const last = h264.length === 1 && h264[0]?.token === token;
  return last ? offered.filter(({ codec }) => codec === 'H264') : offered;
}

/** The profile after a change: a new codec starts with its own default; a wish must be among the options. */
function newProfile(
  present: VideoEncoderEntity,
  wanted: string | undefined,
  able: VideoEncoderCapabilities,
): VideoProfile | undefined {
  if (able.profiles.length === 0) return undefined;
  if (wanted === undefined) return able.profiles.find((one) => one === present.profile) ?? defaultProfile(able);
  const profile = able.profiles.find((one) => one === wanted);
  if (profile === undefined) throw modify(`Profile ${wanted} is not among the options`);
  return profile;
}

function newGovLength(
  present: VideoEncoderEntity,
  wanted: number | undefined,
  { codec, govLength }: VideoEncoderCapabilities,
): number {
  // GovLength of JPEG is ignored: every frame is a key frame.
  if (codec === 'JPEG' || wanted === undefined) return wholeNumber(present.govLength, govLength);
  if (!(wanted >= govLength.min && wanted <= govLength.max)) throw modify('GovLength is outside the options');
  return wanted;
}

/** Bit rates (kbit/s) that an encoder keeps at a size and rate: the larger the picture, the more it needs at least. */
function keptBitrates(
  { bitrate, leastBits = 0 }: VideoEncoderCapabilities,
  { width, height }: VideoEncoderChange,
  frameRate: number,
): Range {
  const least = Math.ceil((width * height * frameRate * leastBits) / 1000);
  return { min: Math.min(bitrate.max, Math.max(bitrate.min, least)), max: bitrate.max };
}

/**
 * The configuration after a change. Frame rate and bit rate go to the nearest supported value, as Media2 wants it and
 * clients expect; anything else outside the options is ConfigModify.
 * @param options codecs that this configuration may be set to
 */
export function changeVideoEncoder(
  present: VideoEncoderEntity,
  change: VideoEncoderChange,
  options: readonly VideoEncoderCapabilities[],
): VideoEncoderEntity {
  const { width, height, quality } = change;
  const able = options.find(({ codec }) => codec === change.encoding);
  if (able === undefined) throw modify(`Encoding ${change.encoding} is not among the options`);
  const fits = able.resolutions.some((one) => one.width === width && one.height === height);
  if (!fits) throw modify(`Resolution ${width} x ${height} is not among the options`);
  if (!(quality >= able.quality.min && quality <= able.quality.max)) throw modify('Quality is outside the options');
  const frameRate = change.frameRate ?? present.frameRate;
  if (!(frameRate > 0)) throw modify('FrameRateLimit must be positive');
  const rate = nearest(frameRate, able.frameRates);
  return {
    ...present,
    name: newName(change.name ?? present.name),
    codec: able.codec,
    width,
    height,
    quality,
    govLength: newGovLength(present, change.govLength, able),
    profile: newProfile(present, change.profile, able),
    frameRate: rate,
    bitrate: wholeNumber(change.bitrate ?? present.bitrate, keptBitrates(able, change, rate)),
    constantBitRate:
      able.constantBitRate && (change.constantBitRate ?? (able.codec !== present.codec || present.constantBitRate)),
    sessionTimeout: clampTimeout(change.sessionTimeout ?? present.sessionTimeout),
    multicast: change.multicast ?? present.multicast,
    srtp: change.srtp ?? present.srtp,
  };
}
