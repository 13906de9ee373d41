import { z } from 'zod';
import type {
  AudioCodec,
  AudioEncoderCapabilities,
  VideoCodec,
  VideoEncoderCapabilities,
  VideoProfile,
} from '../../ports/media-engine.ts';
import { oneOf, positiveSchema, textSchema } from './values.ts';

const videoCodecs: Readonly<Record<VideoCodec, true>> = { H264: true, H265: true, JPEG: true, 'MPV4-ES': true };
const audioCodecs: Readonly<Record<AudioCodec, true>> = { PCMU: true, PCMA: true, G726: true, 'mpeg4-generic': true };

export const videoCodecSchema: z.ZodType<VideoCodec> = oneOf(videoCodecs);
export const pixelsSchema: z.ZodType<number> = z.int().min(16).max(8192);
export const frameRateSchema: z.ZodType<number> = z.number().min(1).max(240);

const profileSchema = oneOf<VideoProfile>({
  Baseline: true,
  Main: true,
  Extended: true,
  High: true,
  Main10: true,
  Simple: true,
  AdvancedSimple: true,
});

/** Bounds of an encoder's setting, `min` and `max` may be the same. */
function boundsSchema(lowest: number, highest: number): z.ZodType<{ readonly min: number; readonly max: number }> {
  const bound = z.number().min(lowest).max(highest);
  return z.strictObject({ min: bound, max: bound }).refine(({ min, max }) => min <= max, {
    message: 'min must not be above max',
    path: ['min'],
  });
}

export const videoEncoderSchema: z.ZodType<VideoEncoderCapabilities> = z.strictObject({
  codec: videoCodecSchema,
  resolutions: z.array(z.strictObject({ width: pixelsSchema, height: pixelsSchema })).min(1),
  frameRates: z.array(frameRateSchema).min(1),
  bitrate: boundsSchema(1, 1_000_000),
  govLength: boundsSchema(1, 10_000),
  quality: boundsSchema(0, 100),
  profiles: z.array(profileSchema),
  constantBitRate: z.boolean(),
});

export const audioEncoderSchema: z.ZodType<AudioEncoderCapabilities> = z.strictObject({
  codec: oneOf(audioCodecs),
  bitrates: z.array(positiveSchema).min(1),
  sampleRates: z.array(positiveSchema).min(1),
});

/** Encoder instances that can run at once per source, in all and by codec (GetGuaranteedNumberOfVideoEncoderInstances). */
export type EncoderInstances = { readonly total: number } & Readonly<Partial<Record<VideoCodec, number>>>;

export const encoderInstancesSchema: z.ZodType<EncoderInstances> = z.strictObject({
  total: z.int().min(1).max(16),
  ...optionalMembers(videoCodecs, z.int().min(0).max(16)),
});

/** Encoder elements by codec, in order of preference. */
export type EncoderElements = Readonly<Partial<Record<VideoCodec | AudioCodec, readonly string[]>>>;

export const encoderElementsSchema: z.ZodType<EncoderElements> = z.strictObject(
  optionalMembers({ ...videoCodecs, ...audioCodecs }, z.array(textSchema).min(1)),
);

/** Optional members of one schema, one for each key. */
function optionalMembers<Key extends string, Member extends z.ZodType>(
  keys: Readonly<Record<Key, true>>,
  member: Member,
): Readonly<Record<Key, z.ZodExactOptional<Member>>> {
  const names = Object.keys(keys) as Key[];
  return Object.fromEntries(names.map((name) => [name, member.exactOptional()])) as Record<
    Key,
    z.ZodExactOptional<Member>
  >;
}
