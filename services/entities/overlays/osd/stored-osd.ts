import { z } from 'zod';
import type { OwnedListDefinition } from '../../../owned-list/owned-setting.ts';
import { type StoredColor, storedColor } from '../color.ts';
import type { PicturePoint } from '../geometry.ts';

export const textTypes = ['Plain', 'Date', 'Time', 'DateAndTime'] as const;
export const positions = ['UpperLeft', 'UpperRight', 'LowerLeft', 'LowerRight', 'Custom'] as const;
export const fontSizes = { min: 16, max: 96, usual: 32 } as const;
/** Code points of a text. */
export const longestText = 512;
export const mostOsds = 8;

/** Colour with its transparency in percent; absent: opaque, as the client left it out. */
interface OsdColor {
  readonly color: StoredColor;
  readonly transparent?: number;
}

export interface OsdText {
  readonly type: (typeof textTypes)[number];
  readonly date?: string;
  readonly time?: string;
  readonly fontSize?: number;
  readonly fontColor?: OsdColor;
  readonly background?: OsdColor;
  readonly plain?: string;
}

/** Text or image over the picture of a video source configuration. Members that a client left out are absent. */
export interface StoredOsd {
  readonly token: string;
  readonly configuration: string;
  readonly position: { readonly type: (typeof positions)[number]; readonly at?: PicturePoint };
  readonly text?: OsdText;
  /** Slot of the image, 1..4. */
  readonly image?: number;
}

const coloured: z.ZodType<OsdColor> = z.object({
  color: storedColor,
  transparent: z.number().min(0).max(100).exactOptional(),
});

const text: z.ZodType<OsdText> = z.object({
  type: z.enum(textTypes),
  date: z.string().exactOptional(),
  time: z.string().exactOptional(),
  fontSize: z.number().exactOptional(),
  fontColor: coloured.exactOptional(),
  background: coloured.exactOptional(),
  plain: z.string().exactOptional(),
});

const storedOsd: z.ZodType<StoredOsd> = z.object({
  token: z.string(),
  configuration: z.string(),
  position: z.object({
    type: z.enum(positions),
    at: z.object({ x: z.number(), y: z.number() }).exactOptional(),
  }),
  text: text.exactOptional(),
  image: z.int().min(1).max(4).exactOptional(),
});

export const osdList: OwnedListDefinition<StoredOsd> = {
  name: 'osd',
  version: 1,
  schema: storedOsd,
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
  prefix: 'OSD',
  tokenLength: 64,
  limit: mostOsds,
  groupOf: ({ configuration }) => configuration,
  faults: { unknown: 'NoConfig', taken: 'InvalidArgVal', full: 'MaxOSDs', malformed: 'InvalidArgVal' },
};
