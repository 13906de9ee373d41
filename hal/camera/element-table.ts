import type { CameraLevel, CameraMode, LevelRange } from '../ports/camera.ts';

/** Level that is a property of a GStreamer element. */
export interface ElementLevel {
  readonly level: CameraLevel;
  readonly property: string;
  readonly range: LevelRange;
  /** Converts port units to GStreamer's text. */
  readonly write: (value: number) => string;
  /** Converts GStreamer's text to port units; undefined for a text without a value. */
  readonly read: (text: string) => number | undefined;
  /** Index in an array that several levels share. */
  readonly index?: number;
  /** true: written with its initial value when its mode frees it and no value was set. */
  readonly required?: true;
}

/** Mode with the element properties of each value. */
export interface ElementMode {
  readonly mode: CameraMode;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly initial: string;
}

/** Controls of a GStreamer element over all its versions; the first supported row of a level or mode counts. */
export interface ElementTable {
  readonly element: string;
  readonly levels: readonly ElementLevel[];
  readonly modes: readonly ElementMode[];
}

function numberOf(text: string): number | undefined {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) ? number : undefined;
}

function mapped(value: number | undefined, map: (value: number) => number): number | undefined {
  return value === undefined ? undefined : Number(map(value).toPrecision(9));
}

/** Number in other units: `scale` element units are one port unit. */
export function scaled(scale = 1): Pick<ElementLevel, 'write' | 'read'> {
  return {
    write: (value) => String(Number((value * scale).toPrecision(12))),
    read: (text) => mapped(numberOf(text), (number) => number / scale),
  };
}

/** Decibels in the port, a factor in the element. */
export const decibels: Pick<ElementLevel, 'write' | 'read'> = {
  write: (value) => (10 ** (value / 20)).toFixed(4),
  read: (text) => mapped(numberOf(text), (factor) => Math.round(200 * Math.log10(factor)) / 10),
};

/** Range with equal ends, which fixes a value for Argus. */
export function pinned(inner: Pick<ElementLevel, 'write' | 'read'>): Pick<ElementLevel, 'write' | 'read' | 'required'> {
  return {
    required: true,
    write: (value) => `${inner.write(value)} ${inner.write(value)}`,
    read: (text) => {
      const [low, high] = text.replaceAll('"', '').replaceAll('\\', '').split(' ');
      return low !== undefined && low === high ? inner.read(low) : undefined;
    },
  };
}
