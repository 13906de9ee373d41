import { type CellSet, hasCell, resampledCells } from '../../scene/cells.ts';
import { type CellAlarm, cellAlarmMachine } from '../cell-alarm.ts';
import type { RuleMachine } from '../machine.ts';

/** @internal Parameters of tt:CellMotionDetector (Analytics, annex B.1). */
export interface CellMotionParameters {
  /** Least number of adjacent active cells. */
  readonly minCount: number;
  /** Milliseconds of motion before the alarm, and without motion before its end. */
  readonly alarmOnDelay: number;
  readonly alarmOffDelay: number;
  readonly activeCells: CellSet;
}

/** Motion in enough adjacent active cells for long enough (ANA-41, ANA-42). */
export const cellMotion: RuleMachine<CellMotionParameters, CellAlarm<CellMotionParameters>> = cellAlarmMachine({
  item: 'IsMotion',
  area: ({ activeCells, minCount, alarmOnDelay, alarmOffDelay }, columns, rows) => ({
    cells: resampledCells(activeCells, columns, rows),
    minCount,
    delays: { on: alarmOnDelay, off: alarmOffDelay },
  }),
  moves: ({ cells }, index) => hasCell(cells, index),
});
