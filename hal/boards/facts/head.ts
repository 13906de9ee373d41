import { z } from 'zod';
import type { HeadOptics, HeadStartup } from '../../ports/ptz-head.ts';
import { idSchema, positiveSchema } from './values.ts';

/** Optics of a head in a board's file: the picture's aspect is that of its source. */
export type OpticsFact = Omit<HeadOptics, 'aspect' | 'projection' | 'magnification'> & {
  readonly magnification?: number;
  readonly projection?: HeadOptics['projection'];
};

/** Head of a board: its motors, or a window of the picture, and how it behaves. */
export interface HeadFact {
  readonly id: string;
  /** Video sources that the head moves; all of the board when absent. */
  readonly sources?: readonly string[];
  /** Ids of its pan, tilt and zoom axes, one each at most; all such axes of the board when absent. */
  readonly axes?: readonly string[];
  /**
   * Digital head: a window moves over the picture of the source, which no motor does. For boards without motors, and sensors with
   * more pixels than the stream.
   */
  readonly digital?: { /** 2..16 at zoom 1. */ readonly magnification: number };
  /** Of a digital head, the field of view of the whole picture alone counts; it is 60 degrees when absent. */
  readonly optics?: OpticsFact;
  /** `stay` when absent. */
  readonly startup?: HeadStartup;
}

const opticsSchema: z.ZodType<OpticsFact> = z
  .strictObject({
    horizontalFieldOfView: z.number().min(0.1).max(360),
    magnification: z.number().min(1).max(1000).exactOptional(),
    curve: z.array(z.number().min(1).max(1000)).min(2).max(200).exactOptional(),
    focalLength: z.strictObject({ wide: positiveSchema, tele: positiveSchema }).exactOptional(),
    projection: z.enum(['lens', 'flat']).exactOptional(),
  })
  .refine(({ projection, horizontalFieldOfView }) => projection === 'flat' || horizontalFieldOfView < 180, {
    message: 'a lens that keeps lines straight sees less than 180 degrees',
    path: ['horizontalFieldOfView'],
  })
  .refine(
    ({ curve, magnification = 1 }) =>
      curve === undefined ||
      (curve[0] === 1 &&
        curve.at(-1) === magnification &&
        curve.every((value, at) => at === 0 || value >= (curve[at - 1] ?? 0))),
    { message: 'must rise from 1 to magnification', path: ['curve'] },
  );

const startupSchema: z.ZodType<HeadStartup> = z.union([
  z.enum(['home', 'last', 'stay']),
  z.strictObject({ preset: z.string().min(1).max(64) }),
]);

export const headSchema: z.ZodType<HeadFact> = z
  .strictObject({
    id: idSchema,
    sources: z.array(idSchema).min(1).max(8).exactOptional(),
    axes: z.array(idSchema).min(1).max(3).exactOptional(),
    digital: z.strictObject({ magnification: z.number().min(2).max(16) }).exactOptional(),
    optics: opticsSchema.exactOptional(),
    startup: startupSchema.exactOptional(),
  })
  .refine(({ digital, axes }) => digital === undefined || axes === undefined, {
    message: 'a digital head has no motors',
    path: ['axes'],
  });

/** Whether a source has a digital head. */
export function hasDigitalHead({ heads = [] }: { readonly heads?: readonly HeadFact[] }, source: string): boolean {
  return heads.some(({ digital, sources }) => digital !== undefined && (sources?.includes(source) ?? true));
}
