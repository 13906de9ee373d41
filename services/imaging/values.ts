import { z } from 'zod';
import {
  type CameraLevel,
  type CameraSettings,
  cameraLevels,
  cameraModes,
  type PictureArea,
} from '../../hal/ports/camera.ts';

export type Levels = Readonly<Partial<Record<CameraLevel, number>>>;
type Modes = NonNullable<CameraSettings['modes']>;

/** Imaging settings of one source. Levels are in the standard's units, so that they fit another camera too. */
export interface ImagingValues {
  readonly levels: Levels;
  readonly modes: Modes;
  readonly exposureWindow?: PictureArea;
  /** Speed of a focus move without a speed, 0..1. */
  readonly focusSpeed?: number;
}

export const noValues: ImagingValues = { levels: {}, modes: {} };

const part = z.number().min(0).max(1);
const optionalModes = Object.fromEntries(
  Object.entries(cameraModes).map(([mode, values]) => [mode, z.enum(values).exactOptional()]),
);

export const valuesSchema: z.ZodType<ImagingValues> = z.object({
  levels: z.partialRecord(z.enum(cameraLevels), z.number()),
  // The cast names the modes that `Object.fromEntries` forgets.
  modes: z.object(optionalModes) as unknown as z.ZodType<Modes>,
  exposureWindow: z.object({ left: part, top: part, right: part, bottom: part }).exactOptional(),
  focusSpeed: part.exactOptional(),
});

/** Values with those of `upper` on top. */
export function overlaid(lower: ImagingValues, upper: ImagingValues | undefined): ImagingValues {
  if (upper === undefined) return lower;
  return {
    ...lower,
    ...upper,
    levels: { ...lower.levels, ...upper.levels },
    modes: { ...lower.modes, ...upper.modes },
  };
}

function kept<T extends object>(from: T, keep: (name: string) => boolean): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => keep(name))) as T;
}

/** Members of `values` for which `keep` says yes; it is asked with the names of `other`. */
function chosen(values: ImagingValues, other: ImagingValues, present: boolean): ImagingValues {
  const { levels, modes, ...rest } = values;
  return {
    levels: kept(levels, (name) => name in other.levels === present),
    modes: kept(modes, (name) => name in other.modes === present),
    ...kept(rest, (name) => name in other === present),
  };
}

/** Members of `values` that `other` has as well. */
export function inBoth(values: ImagingValues, other: ImagingValues): ImagingValues {
  return chosen(values, other, true);
}

/** Members of `values` that `other` lacks. */
export function without(values: ImagingValues, other: ImagingValues): ImagingValues {
  return chosen(values, other, false);
}

export function isEmpty({ levels, modes, ...rest }: ImagingValues): boolean {
  return [levels, modes, rest].every((members) => Object.keys(members).length === 0);
}
