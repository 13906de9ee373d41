import { z } from 'zod';
import type * as tt from '../../generated/tt.ts';
import { decodeElement, encodeElement } from '../../schema/codec.ts';
import { SchemaError } from '../../schema/schema-error.ts';
import { splitName } from '../../schema/type-registry.ts';
import type { XmlElement } from '../../schema/xml-element.ts';
import type { Point } from '../scene/scene.ts';
import { newPolygon, newPolyline } from './outline.ts';
import { type ElementParameter, ParameterError } from './parameter.ts';

/** The whole picture. */
export const wholePicture: readonly Point[] = [
  { x: -1, y: 1 },
  { x: 1, y: 1 },
  { x: 1, y: -1 },
  { x: -1, y: -1 },
];

/** From the top of the picture to its bottom. */
const middleLine: readonly Point[] = [
  { x: 0, y: 1 },
  { x: 0, y: -1 },
];

export const polygonLimits = { least: 3, most: 20 } as const;
const polylineLimits = { least: 2, most: 10 } as const;

export const storedPoints: z.ZodType<readonly Point[]> = z.array(z.object({ x: z.number(), y: z.number() })).max(64);

/** Value of an element of that name. Throws ParameterError. */
export function decodedElement(name: string, element: XmlElement | undefined): unknown {
  const { namespace, local } = splitName(name);
  if (element === undefined || element.local !== local || element.namespace !== namespace)
    throw new ParameterError(`the value is no ${name}`);
  try {
    return decodeElement(name, element);
  } catch (error) {
    if (error instanceof SchemaError) throw new ParameterError(`the value is no ${name}: ${error.message}`);
    throw error;
  }
}

/** A polygon: the area in which a rule looks. */
export const fieldParameter: ElementParameter<readonly Point[]> = {
  form: 'element',
  type: 'tt:Polygon',
  initial: () => wholePicture,
  decode: ([element]) => newPolygon((decodedElement('tt:Polygon', element) as tt.Polygon).Point, polygonLimits),
  encode: (value) => [encodeElement('tt:Polygon', { Point: value })],
  options: () =>
    encodeElement('tt:PolygonOptions', {
      RectangleOnly: false,
      VertexLimits: { Min: polygonLimits.least, Max: polygonLimits.most },
    }),
  stored: storedPoints,
};

function decodedLine(element: XmlElement | undefined): readonly Point[] {
  return newPolyline((decodedElement('tt:Polyline', element) as tt.Polyline).Point, polylineLimits);
}

const lineOptions: NonNullable<ElementParameter<never>['options']> = () =>
  encodeElement('tt:IntRange', { Min: polylineLimits.least, Max: polylineLimits.most });

/** A polyline. */
export const lineParameter: ElementParameter<readonly Point[]> = {
  form: 'element',
  type: 'tt:Polyline',
  initial: () => middleLine,
  decode: ([element]) => decodedLine(element),
  encode: (value) => [encodeElement('tt:Polyline', { Point: value })],
  options: lineOptions,
  stored: storedPoints,
};

/** Several polylines, each an item of its own. */
export function linesParameter(most: number): ElementParameter<readonly (readonly Point[])[]> {
  return {
    form: 'element',
    type: 'tt:Polyline',
    most,
    initial: () => [middleLine],
    decode: (elements) => elements.map(decodedLine),
    encode: (values) => values.map((value) => encodeElement('tt:Polyline', { Point: value })),
    options: lineOptions,
    stored: z.array(storedPoints).min(1),
  };
}
