import { z } from 'zod';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';

const spaces = {
  YCbCr: 'http://www.onvif.org/ver10/colorspace/YCbCr',
  RGB: 'http://www.onvif.org/ver10/colorspace/RGB',
} as const;

/** Colour as it is stored: three values of its space. */
export interface StoredColor {
  readonly space: keyof typeof spaces;
  readonly values: readonly [number, number, number];
}

export const storedColor: z.ZodType<StoredColor> = z.object({
  space: z.enum(['YCbCr', 'RGB']),
  values: z.tuple([z.number(), z.number(), z.number()]),
});

export const black: StoredColor = { space: 'YCbCr', values: [16, 128, 128] };
export const white: StoredColor = { space: 'YCbCr', values: [235, 128, 128] };

/** Smallest and largest value of each component. */
const ranges: Readonly<Record<StoredColor['space'], readonly (readonly [min: number, max: number])[]>> = {
  YCbCr: [
    [16, 235],
    [16, 240],
    [16, 240],
  ],
  RGB: [
    [0, 255],
    [0, 255],
    [0, 255],
  ],
};

/** Colours that may be chosen (tt:ColorOptions). */
export const colorOptions: tt.ColorOptions = {
  ColorspaceRange: (['YCbCr', 'RGB'] as const).map((space) => {
    const [X, Y, Z] = ranges[space].map(([Min, Max]) => ({ Min, Max }));
    const none = { Min: 0, Max: 0 };
    return { X: X ?? none, Y: Y ?? none, Z: Z ?? none, Colorspace: spaces[space] };
  }),
};

/** Colour that a client wants, with values brought to the nearest allowed ones. Fault: ConfigModify for another colour space. */
export function newColor({ X, Y, Z, Colorspace = spaces.YCbCr }: tt.Color): StoredColor {
  const space = (['YCbCr', 'RGB'] as const).find((one) => Colorspace === spaces[one] || Colorspace === '');
  if (space === undefined) throw new Fault('ConfigModifyReceiver', `Colorspace ${Colorspace} is not offered`);
  const [x, y, z] = [X, Y, Z].map((value, index) => {
    const [min, max] = ranges[space][index] ?? [0, 0];
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : min;
  });
  return { space, values: [x ?? 0, y ?? 0, z ?? 0] };
}

export function colorToWire({ space, values: [X, Y, Z] }: StoredColor): tt.Color {
  return { X, Y, Z, Colorspace: spaces[space] };
}
