import { layoutParameter } from '../parameters/cells.ts';
import { integerParameter } from '../parameters/simple.ts';
import { cellCentre, cellSet } from '../scene/cells.ts';
import { cellTransformation } from '../scene/frames.ts';
import { packBits } from '../scene/pack-bits.ts';
import type { ModuleType } from './module-type.ts';

/** Motion in cells (Analytics, B.2; ANA-40, ANA-43). */
export const cellMotionEngine: ModuleType = {
  type: 'tt:CellMotionEngine',
  name: 'CellMotion',
  parameters: {
    Sensitivity: integerParameter({ min: 0, max: 100, initial: 60 }),
    Layout: layoutParameter,
  },
  sample: ({ columns, rows }) => {
    const moving = cellSet(columns, rows, (index) => {
      const { x, y } = cellCentre({ columns, rows }, index);
      return x < 0 && y > 0;
    });
    return {
      Transformation: cellTransformation({ columns, rows }),
      Extension: { MotionInCells: { Columns: columns, Rows: rows, Cells: packBits(moving.bits) } },
    };
  },
};
