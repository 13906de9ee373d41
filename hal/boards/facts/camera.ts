import { z } from 'zod';
import type { VideoCodec } from '../../ports/media-engine.ts';
import { frameRateSchema, pixelsSchema, videoCodecSchema } from './encoders.ts';
import { idSchema, textSchema, unionBy } from './values.ts';

/** Driver of a camera: `virtual` is the drawn scene, `encoded-file` a camera that delivers encoded frames. */
export type CameraFact =
  | { readonly driver: 'virtual' }
  /** V4L2 capture device: its node, or `card:` and a part of its name, or `any` for the first that is found. */
  | { readonly driver: 'v4l2'; readonly device: string }
  /** Camera of libcamera (Raspberry Pi); the first when no name is given. */
  | { readonly driver: 'libcamera'; readonly camera?: string }
  /** Sensor of NVIDIA's Argus (Jetson). */
  | { readonly driver: 'argus'; readonly sensor: number }
  | { readonly driver: 'encoded-file'; readonly codec: VideoCodec; readonly path: string };

const cameraSchema = unionBy<CameraFact, 'driver'>('driver', {
  virtual: z.strictObject({ driver: z.literal('virtual') }),
  v4l2: z.strictObject({ driver: z.literal('v4l2'), device: textSchema }),
  libcamera: z.strictObject({ driver: z.literal('libcamera'), camera: textSchema.exactOptional() }),
  argus: z.strictObject({ driver: z.literal('argus'), sensor: z.int().min(0).max(15) }),
  'encoded-file': z.strictObject({ driver: z.literal('encoded-file'), codec: videoCodecSchema, path: textSchema }),
});

/** Size and rate in which a camera can capture; clients choose among them (GetVideoSourceModes). */
export interface VideoSourceMode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** What the mode is for, in English. */
  readonly description?: string;
}

/** Facts of one video source of a board. */
export interface VideoSourceFact {
  readonly id: string;
  readonly camera: CameraFact;
  /** Pixels, 16..8192. */
  readonly width: number;
  readonly height: number;
  /** Frames per second, 1..240. */
  readonly frameRate: number;
  /** Modes of a camera that has several; the first is that of a fresh device and has the size and rate above. */
  readonly modes?: readonly VideoSourceMode[];
}

const size = { width: pixelsSchema, height: pixelsSchema, frameRate: frameRateSchema };

const modeSchema: z.ZodType<VideoSourceMode> = z.strictObject({
  id: idSchema,
  ...size,
  description: textSchema.exactOptional(),
});

export const videoSourceSchema: z.ZodType<VideoSourceFact> = z
  .strictObject({
    id: idSchema,
    camera: cameraSchema,
    ...size,
    modes: z.array(modeSchema).min(2).max(16).exactOptional(),
  })
  .refine(
    ({ width, height, frameRate, modes: [first] = [] }) =>
      first === undefined || (first.width === width && first.height === height && first.frameRate === frameRate),
    { message: 'the first mode has the width, height and frameRate of the source', path: ['modes'] },
  )
  .refine(({ modes = [] }) => new Set(modes.map(({ id }) => id)).size === modes.length, {
    message: 'an id twice',
    path: ['modes'],
  })
  .refine(({ camera, modes }) => modes === undefined || camera.driver !== 'encoded-file', {
    message: 'encoded pictures are sent as they are: they have no modes',
    path: ['modes'],
  });
