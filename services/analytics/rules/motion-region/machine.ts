import { isInside } from '../../geometry/polygon.ts';
import { type CellSet, cellAt, cellCentre, cellSet, hasCell } from '../../scene/cells.ts';
import type { Point } from '../../scene/scene.ts';
import { type CellAlarm, cellAlarmMachine } from '../cell-alarm.ts';
import type { RuleMachine } from '../machine.ts';

/** @internal Parameters of tt:MotionRegionDetector (axt:MotionRegionConfig). Whether it is armed is not its own affair. */
export interface MotionRegionParameters {
  readonly polygon: readonly Point[];
  /** 0..1; the module's scale divided by 100. */
  readonly sensitivity: number;
}

/** Adjacent cells and milliseconds of an alarm in a region. */
const least = 2;
const delays = { on: 200, off: 2000 } as const;

/** Difference from which a pixel counts at a sensitivity of 0..100, with that noise; levels of 255. */
function thresholdAt(sensitivity: number, noise: number): number {
  return 40 - 0.34 * sensitivity + noise;
}

/** Cells whose middle is inside; a region smaller than that has the cells of its corners. */
function cellsInside(polygon: readonly Point[], columns: number, rows: number): CellSet {
  const layout = { columns, rows };
  const inside = cellSet(columns, rows, (index) => isInside(polygon, cellCentre(layout, index)));
  if (inside.bits.some((byte) => byte !== 0)) return inside;
  const corners = new Set(polygon.map((point) => cellAt(layout, point)));
  return cellSet(columns, rows, (index) => corners.has(index));
}

function countOf({ bits, columns, rows }: CellSet): number {
  return Array.from({ length: columns * rows }, (_, index) => hasCell(bits, index)).filter(Boolean).length;
}

/** Motion inside a polygon, at a sensitivity of its own (ANA-36). */
export const motionRegion: RuleMachine<MotionRegionParameters, CellAlarm<MotionRegionParameters>> = cellAlarmMachine({
  item: 'State',
  area: ({ polygon }, columns, rows) => {
    const cells = cellsInside(polygon, columns, rows);
    return { cells, minCount: Math.min(least, countOf(cells)), delays };
  },
  moves: ({ levels, measures }, index, { sensitivity }) =>
    (levels[index] ?? 0) > thresholdAt(sensitivity * 100, measures.noise),
});
