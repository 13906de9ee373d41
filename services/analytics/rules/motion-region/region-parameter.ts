import { z } from 'zod';
import type * as axt from '../../../generated/axt.ts';
import { encodeElement } from '../../../schema/codec.ts';
import { decodedElement, polygonLimits, storedPoints, wholePicture } from '../../parameters/elements.ts';
import { newPolygon } from '../../parameters/outline.ts';
import { type ElementParameter, ParameterError } from '../../parameters/parameter.ts';
import type { Point } from '../../scene/scene.ts';

/** axt:MotionRegionConfig as it is stored. */
interface MotionRegion {
  readonly polygon: readonly Point[];
  readonly armed: boolean;
  /** 0..1. */
  readonly sensitivity: number;
}

const usual: MotionRegion = { polygon: wholePicture, armed: true, sensitivity: 0.6 };

/** Numbers of xs:float have seven digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

function decoded({ Polygon, Armed, Sensitivity, PresetToken }: axt.MotionRegionConfig): MotionRegion {
  if (PresetToken !== undefined) throw new ParameterError('regions belong to no preset');
  const sensitivity = Sensitivity ?? usual.sensitivity;
  if (!(sensitivity >= 0 && sensitivity <= 1)) throw new ParameterError('Sensitivity is not within 0 and 1');
  return {
    polygon: Polygon === undefined ? usual.polygon : newPolygon(Polygon.Point, polygonLimits),
    armed: Armed ?? usual.armed,
    sensitivity: rounded(sensitivity),
  };
}

/** A region with its own sensitivity (Analytics, C.1); what the element leaves out is the default. */
export const regionParameter: ElementParameter<MotionRegion> = {
  form: 'element',
  type: 'axt:MotionRegionConfig',
  initial: () => usual,
  decode: ([element]) => decoded(decodedElement('axt:MotionRegionConfig', element) as axt.MotionRegionConfig),
  encode: ({ polygon, armed, sensitivity }) => [
    encodeElement('axt:MotionRegionConfig', {
      Armed: armed,
      Sensitivity: sensitivity,
      Polygon: { Point: polygon },
    }),
  ],
  options: () =>
    encodeElement('axt:MotionRegionConfigOptions', {
      DisarmSupport: true,
      PolygonSupport: true,
      PolygonLimits: { Min: polygonLimits.least, Max: polygonLimits.most },
      SingleSensitivitySupport: false,
      RuleNotification: true,
    }),
  stored: z.object({ polygon: storedPoints, armed: z.boolean(), sensitivity: z.number().min(0).max(1) }),
};
