import { z } from 'zod';
import type { HeadPosition } from '../../../hal/ports/ptz-head.ts';
import type * as tt from '../../generated/tt.ts';
import { type OwnedListDefinition, ownedSetting } from '../../owned-list/owned-setting.ts';
import type { SettingDefinition } from '../../settings/setting.ts';
import { positionSchema } from '../presets/preset-list.ts';

/** Limits of tours that the options tell; times in ms. */
export const tourLimits = {
  tours: 16,
  spots: 32,
  stay: { min: 1000, max: 3_600_000, usual: 5000 },
  times: { min: 1, max: 1000 },
  duration: { min: 1000, max: 86_400_000 },
} as const;

/** Place that a tour visits: a preset, the home position, or a position of the head. */
export type TourTarget =
  | { readonly kind: 'preset'; readonly token: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'position'; readonly position: HeadPosition };

export interface TourSpot {
  readonly target: TourTarget;
  /** Speed as the client sent it; the configured one when absent. */
  readonly speed?: tt.PTZSpeed;
  /** Time at the spot, ms. */
  readonly stay: number;
}

export const tourDirections = ['Forward', 'Backward'] as const;

/** Tour of presets (PTZ-10). */
export interface Tour {
  readonly token: string;
  /** Head that it belongs to. */
  readonly head: string;
  readonly name?: string;
  /** Whether it starts with the camera; of one tour of a head at most. */
  readonly autoStart: boolean;
  readonly random: boolean;
  /** Rounds after which it ends. */
  readonly times?: number;
  /** Time after which it ends, ms. */
  readonly duration?: number;
  readonly direction: (typeof tourDirections)[number];
  readonly spots: readonly TourSpot[];
}

const part = { x: z.number(), space: z.string().exactOptional() };

const spot: z.ZodType<TourSpot> = z.object({
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('preset'), token: z.string() }),
    z.object({ kind: z.literal('home') }),
    z.object({ kind: z.literal('position'), position: positionSchema }),
  ]),
  speed: z
    .object({ PanTilt: z.object({ ...part, y: z.number() }).exactOptional(), Zoom: z.object(part).exactOptional() })
    .exactOptional(),
  stay: z.number().min(tourLimits.stay.min).max(tourLimits.stay.max),
});

export const tourDefinition: OwnedListDefinition<Tour> = {
  name: 'ptz-tours',
  version: 1,
  schema: z.object({
    token: z.string().max(64),
    head: z.string(),
    name: z.string().exactOptional(),
    autoStart: z.boolean(),
    random: z.boolean(),
    times: z.number().exactOptional(),
    duration: z.number().exactOptional(),
    direction: z.enum(tourDirections),
    spots: z.array(spot).max(tourLimits.spots),
  }),
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
  prefix: 'Tour',
  tokenLength: 64,
  limit: tourLimits.tours,
  groupOf: ({ head }) => head,
  faults: { unknown: 'NoToken', taken: 'NoToken', full: 'TooManyPresetTours', malformed: 'NoToken' },
};

export const tourSetting: SettingDefinition<readonly Tour[]> = ownedSetting(tourDefinition);
