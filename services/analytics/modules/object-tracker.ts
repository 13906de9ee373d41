import type * as tt from '../../generated/tt.ts';
import type { AnalyticsFacts, SimpleParameter } from '../parameters/parameter.ts';
import { floatParameter } from '../parameters/simple.ts';
import type { ModuleType } from './module-type.ts';

const least = floatParameter({ min: 0, max: 1, initial: 0.02 });
const most = floatParameter({ min: 0, max: 1, initial: 1 });
const confidence: SimpleParameter<number> = {
  ...floatParameter({ min: 0, max: 100, initial: 50 }),
  offered: ({ classes }) => classes.length > 0,
};

/** Objects of a sample: one of each class in a row within the top left quarter, the first idle. */
function objects({ classes }: AnalyticsFacts): readonly tt.Object[] {
  const shown = classes.length === 0 ? [undefined] : classes;
  const width = 0.8 / shown.length;
  return shown.map((type, index) => {
    const left = -0.9 + index * width;
    const right = left + 0.8 * width;
    return {
      ObjectId: index + 1,
      Appearance: {
        Shape: {
          BoundingBox: { left, top: 0.8, right, bottom: 0.2 },
          CenterOfGravity: { x: (left + right) / 2, y: 0.5 },
        },
        ...(type !== undefined && { Class: { Type: [{ Likelihood: 0.9, value: type }] } }),
      },
      ...(index === 0 && { Behaviour: { Idle: {} } }),
    };
  });
}

/** Objects that move, with their classes where there is a detector (ANA-04..08). */
export const objectTracker: ModuleType = {
  type: 'vedette:ObjectTracker',
  name: 'ObjectTracker',
  parameters: {
    // Parts of the picture's width and height.
    MinObjectWidth: least,
    MinObjectHeight: least,
    MaxObjectWidth: most,
    MaxObjectHeight: most,
    ConfidenceLevel: confidence,
  },
  sample: (facts) => ({ Object: objects(facts) }),
};
