import { linesParameter } from '../../parameters/elements.ts';
import { classFilter, durationParameter, timesParameter } from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { occupancy } from './machine.ts';

/** Number of objects inside an enclosure (Analytics, A.6; ANA-39). */
export const occupancyCounting: RuleType = ruleType({
  type: 'tt:OccupancyCounting',
  mostInstances: 4,
  source: 'object',
  events: [{ topic: 'tns1:RuleEngine/CountAggregation/OccupancyCounter', property: true, data: { Count: 'xs:int' } }],
  parameters: {
    ReportTimeInterval: durationParameter({ min: 0, max: 3_600_000, initial: 0 }),
    ResetTime: timesParameter(4),
    ClassFilter: classFilter,
    Segments: linesParameter(4),
  },
  machine: occupancy,
  read: ({ ReportTimeInterval, ResetTime, ClassFilter, Segments }) => ({
    reportTimeInterval: ReportTimeInterval,
    resetTimes: ResetTime,
    classFilter: ClassFilter,
    segments: Segments,
  }),
});
