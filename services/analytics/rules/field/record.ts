import { fieldParameter } from '../../parameters/elements.ts';
import { booleanParameter, classFilter } from '../../parameters/simple.ts';
import { objectData } from '../object-items.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { field } from './machine.ts';

/** Objects inside a field (Analytics, A.3; ANA-31). Home Assistant reads the first item, whatever its name. */
export const fieldDetector: RuleType = ruleType({
  type: 'tt:FieldDetector',
  mostInstances: 8,
  source: 'object',
  events: [
    {
      topic: 'tns1:RuleEngine/FieldDetector/ObjectsInside',
      property: true,
      data: { IsInside: 'xs:boolean', ...objectData },
    },
  ],
  parameters: { ClassFilter: classFilter, Armed: booleanParameter(true), Field: fieldParameter },
  machine: field,
  read: ({ ClassFilter, Field }) => ({ classFilter: ClassFilter, field: Field }),
  isArmed: ({ Armed }) => Armed,
});
