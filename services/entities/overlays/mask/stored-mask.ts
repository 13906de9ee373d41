import { z } from 'zod';
import type { OwnedListDefinition } from '../../../owned-list/owned-setting.ts';
import { type StoredColor, storedColor } from '../color.ts';
import type { PicturePoint } from '../geometry.ts';
import { mostPoints } from './polygon.ts';
import type { SceneOutline } from './view.ts';

export const maskTypes = ['Color', 'Pixelated', 'Blurred'] as const;
const mostMasks = 8;

/** A privacy mask: as the client sent it, and where it is in the scene. */
export interface StoredMask {
  readonly token: string;
  /** Token of the video source configuration. */
  readonly configuration: string;
  /** Video source whose scene it hides. */
  readonly source: string;
  readonly type: (typeof maskTypes)[number];
  readonly enabled: boolean;
  readonly color?: StoredColor;
  /** Points that the client sent, -1..1, and the view of that moment. */
  readonly polygon: readonly PicturePoint[];
  readonly sentUnder: string;
  readonly outline: SceneOutline;
}

const point: z.ZodType<PicturePoint> = z.object({ x: z.number(), y: z.number() });
const points = z.array(point).min(3).max(mostPoints);

const storedMask: z.ZodType<StoredMask> = z.object({
  token: z.string(),
  configuration: z.string(),
  source: z.string(),
  type: z.enum(maskTypes),
  enabled: z.boolean(),
  color: storedColor.exactOptional(),
  polygon: points,
  sentUnder: z.string(),
  outline: z.object({ directions: z.boolean(), points }),
});

export const maskList: OwnedListDefinition<StoredMask> = {
  name: 'masks',
  version: 1,
  schema: storedMask,
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
  unreadable: 'the privacy masks cannot be read: all pictures are covered until a client creates or sets a mask',
  prefix: 'Mask',
  tokenLength: 64,
  limit: mostMasks,
  groupOf: ({ configuration }) => configuration,
  faults: { unknown: 'NoConfig', taken: 'InvalidArgVal', full: 'MaxMasks', malformed: 'InvalidArgVal' },
};
