import { activeCells, cellsOf } from '../../parameters/cells.ts';
import { integerParameter } from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { cellMotion } from './machine.ts';

const delay = { min: 0, max: 60_000 } as const;

/** Motion in cells (Analytics, B.1; ANA-41, ANA-42). */
export const cellMotionDetector: RuleType = ruleType({
  type: 'tt:CellMotionDetector',
  mostInstances: 4,
  tellsMotion: true,
  source: 'cells',
  events: [{ topic: 'tns1:RuleEngine/CellMotionDetector/Motion', property: true, data: { IsMotion: 'xs:boolean' } }],
  parameters: {
    MinCount: integerParameter({ min: 1, max: ({ columns, rows }) => columns * rows, initial: 4 }),
    AlarmOnDelay: integerParameter({ ...delay, initial: 200 }),
    AlarmOffDelay: integerParameter({ ...delay, initial: 2000 }),
    ActiveCells: activeCells,
  },
  machine: cellMotion,
  read: ({ MinCount, AlarmOnDelay, AlarmOffDelay, ActiveCells }) => ({
    minCount: MinCount,
    alarmOnDelay: AlarmOnDelay,
    alarmOffDelay: AlarmOffDelay,
    activeCells: cellsOf(ActiveCells),
  }),
});
