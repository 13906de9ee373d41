import { fieldParameter } from '../../parameters/elements.ts';
import { booleanParameter, classFilter, durationParameter } from '../../parameters/simple.ts';
import { objectData } from '../object-items.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { loitering } from './machine.ts';

/** Objects that stay in a field for too long (Analytics, A.4; ANA-32). */
export const loiteringDetector: RuleType = ruleType({
  type: 'tt:LoiteringDetector',
  mostInstances: 8,
  source: 'object',
  events: [
    {
      topic: 'tns1:RuleEngine/LoiteringDetector/ObjectIsLoitering',
      property: true,
      data: { ...objectData, Since: 'xs:dateTime' },
    },
  ],
  parameters: {
    TimeThreshold: durationParameter({ min: 1000, max: 3_600_000, initial: 10_000 }),
    ClassFilter: classFilter,
    Armed: booleanParameter(true),
    Field: fieldParameter,
  },
  machine: loitering,
  read: ({ TimeThreshold, ClassFilter, Field }) => ({
    ...{ timeThreshold: TimeThreshold, classFilter: ClassFilter, field: Field },
  }),
  isArmed: ({ Armed }) => Armed,
});
