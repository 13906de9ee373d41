import type { CameraLevel, CameraMode, LevelRange } from '../ports/camera.ts';

/** A level that is a property of a GStreamer element. */
export interface ElementLevel {
  readonly level: CameraLevel;
  readonly property: string;
  readonly range: LevelRange;
  /** Port units → GStreamer's text. */
  readonly write: (value: number) => string;
  /** undefined for a text that says nothing about the level. */
  readonly read: (text: string) => number | undefined;
  /** Two levels may share an array: which of its numbers this one is. */
  readonly index?: number;
  /** Written with what it starts with when its mode frees it and nobody has set it. */
  readonly required?: true;
}

/** One way to have a mode: each value by the properties that make it. */
export interface ElementMode {
  readonly mode: CameraMode;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly initial: string;
}

/** What a GStreamer element can be set to, over all its versions: of several rows the first that it has counts. */
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

/** A plain number in other units: `scale` of the element's in one of the port's. */
export function scaled(scale = 1): Pick<ElementLevel, 'write' | 'read'> {
  return {
    write: (value) => String(Number((value * scale).toPrecision(12))),
    read: (text) => mapped(numberOf(text), (number) => number / scale),
  };
}

/** dB in the port, a factor in the element. */
export const decibels: Pick<ElementLevel, 'write' | 'read'> = {
  write: (value) => (10 ** (value / 20)).toFixed(4),
  read: (text) => mapped(numberOf(text), (factor) => Math.round(200 * Math.log10(factor)) / 10),
};

/** A range with both ends alike, as Argus wants a fixed value. */
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

/** A number of the element's names, in their order. */
export function named(names: readonly string[]): Pick<ElementLevel, 'write' | 'read'> {
  return {
    write: (value) => names[value] ?? '',
    read: (text) => (names.includes(text) ? names.indexOf(text) : undefined),
  };
}
