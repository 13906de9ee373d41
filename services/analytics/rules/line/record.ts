import { lineParameter } from '../../parameters/elements.ts';
import { booleanParameter, choiceParameter, classFilter } from '../../parameters/simple.ts';
import { objectData } from '../object-items.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { line } from './machine.ts';

/** Objects that cross a line (Analytics, A.2; ANA-30). */
export const lineDetector: RuleType = ruleType({
  type: 'tt:LineDetector',
  mostInstances: 8,
  source: 'object',
  events: [{ topic: 'tns1:RuleEngine/LineDetector/Crossed', property: false, data: objectData }],
  parameters: {
    Direction: choiceParameter('tt:Direction', ['Any', 'Left', 'Right'], 'Any'),
    ClassFilter: classFilter,
    Armed: booleanParameter(true),
    Segments: lineParameter,
  },
  machine: line,
  read: ({ Direction, ClassFilter, Segments }) => ({
    ...{ direction: Direction, classFilter: ClassFilter, segments: Segments },
  }),
  isArmed: ({ Armed }) => Armed,
});
