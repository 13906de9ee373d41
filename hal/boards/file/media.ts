import { z } from 'zod';
import type {
  AudioCodec,
  AudioEncoderCapabilities,
  VideoCodec,
  VideoEncoderCapabilities,
} from '../../ports/media-engine.ts';
import type { AudioOutputFact, AudioSourceFact, Board, CameraFact, VideoSourceFact } from '../board.ts';
import { id, positive, text } from './parts.ts';

export const videoCodec: z.ZodType<VideoCodec> = z.enum(['H264', 'H265', 'JPEG', 'MPV4-ES']);
export const audioCodec: z.ZodType<AudioCodec> = z.enum(['PCMU', 'PCMA', 'G726', 'mpeg4-generic']);

const camera: z.ZodType<CameraFact> = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('virtual') }),
  z.strictObject({ driver: z.literal('v4l2'), device: text }),
  z.strictObject({ driver: z.literal('libcamera'), camera: text.exactOptional() }),
  z.strictObject({ driver: z.literal('argus'), sensor: z.int().min(0).max(15) }),
  z.strictObject({ driver: z.literal('encoded-file'), codec: videoCodec, path: text }),
]);

const pixels = z.int().min(16).max(8192);
const frameRate = z.number().min(1).max(240);

export const videoSource: z.ZodType<VideoSourceFact> = z.strictObject({
  id,
  camera,
  width: pixels,
  height: pixels,
  frameRate,
});

function range(lowest: number, highest: number): z.ZodType<{ readonly min: number; readonly max: number }> {
  const bound = z.number().min(lowest).max(highest);
  return z.strictObject({ min: bound, max: bound }).refine(({ min, max }) => min <= max, {
    message: 'min must not be above max',
    path: ['min'],
  });
}

export const videoEncoder: z.ZodType<VideoEncoderCapabilities> = z.strictObject({
  codec: videoCodec,
  resolutions: z.array(z.strictObject({ width: pixels, height: pixels })).min(1),
  frameRates: z.array(frameRate).min(1),
  bitrate: range(1, 1_000_000),
  govLength: range(1, 10_000),
  quality: range(0, 100),
  profiles: z.array(z.enum(['Baseline', 'Main', 'Extended', 'High', 'Main10', 'Simple', 'AdvancedSimple'])),
  constantBitRate: z.boolean(),
});

export const audioEncoder: z.ZodType<AudioEncoderCapabilities> = z.strictObject({
  codec: audioCodec,
  bitrates: z.array(positive).min(1),
  sampleRates: z.array(positive).min(1),
});

const elements = z.array(text).min(1).exactOptional();

/** Encoder elements by codec, in order of preference. */
export const encoderElements: z.ZodType<NonNullable<Board['encoderElements']>> = z.strictObject({
  H264: elements,
  H265: elements,
  JPEG: elements,
  'MPV4-ES': elements,
  PCMU: elements,
  PCMA: elements,
  G726: elements,
  'mpeg4-generic': elements,
});

export const encoderInstances: z.ZodType<{ readonly total: number } & Partial<Record<VideoCodec, number>>> =
  z.strictObject({
    total: z.int().min(1).max(16),
    H264: z.int().min(0).max(16).exactOptional(),
    H265: z.int().min(0).max(16).exactOptional(),
    JPEG: z.int().min(0).max(16).exactOptional(),
    'MPV4-ES': z.int().min(0).max(16).exactOptional(),
  });

/** Of a microphone, dB. */
const gain = z.number().min(-60).max(20).exactOptional();

export const audioSource: z.ZodType<AudioSourceFact> = z.discriminatedUnion('driver', [
  z.strictObject({ id, channels: z.int().min(1).max(8), driver: z.literal('virtual') }),
  z.strictObject({ id, channels: z.int().min(1).max(8), driver: z.literal('alsa'), device: text, gain }),
]);

export const audioOutput: z.ZodType<AudioOutputFact> = z.discriminatedUnion('driver', [
  z.strictObject({ id, driver: z.literal('virtual') }),
  z.strictObject({ id, driver: z.literal('alsa'), device: text }),
]);
