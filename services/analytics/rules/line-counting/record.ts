import { linesParameter } from '../../parameters/elements.ts';
import {
  booleanParameter,
  choiceParameter,
  classFilter,
  durationParameter,
  timesParameter,
} from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { lineCounting } from './machine.ts';

/** Number of objects that pass lines (Analytics, A.5; ANA-34). */
export const lineCountingRule: RuleType = ruleType({
  type: 'tt:LineCounting',
  mostInstances: 8,
  source: 'object',
  events: [{ topic: 'tns1:RuleEngine/CountAggregation/Counter', property: true, data: { Count: 'xs:int' } }],
  parameters: {
    ReportTimeInterval: durationParameter({ min: 0, max: 3_600_000, initial: 0 }),
    ResetTime: timesParameter(4),
    Direction: choiceParameter('tt:Direction', ['Any', 'Left', 'Right'], 'Any'),
    PassAllPolylines: booleanParameter(false),
    ClassFilter: classFilter,
    Armed: booleanParameter(true),
    Segments: linesParameter(4),
  },
  machine: lineCounting,
  read: ({ ReportTimeInterval, ResetTime, Direction, PassAllPolylines, ClassFilter, Segments }) => ({
    reportTimeInterval: ReportTimeInterval,
    resetTimes: ResetTime,
    direction: Direction,
    passAllPolylines: PassAllPolylines,
    classFilter: ClassFilter,
    segments: Segments,
  }),
  isArmed: ({ Armed }) => Armed,
});
