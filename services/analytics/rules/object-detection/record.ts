import { fieldParameter } from '../../parameters/elements.ts';
import { classFilter, durationParameter, floatParameter } from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { objectDetection } from './machine.ts';

/** Classes of objects in view (Analytics, A.7; ANA-39). */
export const objectDetectionRule: RuleType = ruleType({
  type: 'tt:ObjectDetection',
  mostInstances: 4,
  needsDetector: true,
  source: 'object',
  events: [{ topic: 'tns1:RuleEngine/ObjectDetection/Object', property: false, data: { ClassTypes: 'tt:StringList' } }],
  parameters: {
    ClassFilter: classFilter,
    ConfidenceLevel: floatParameter({ min: 0, max: 100, initial: 50 }),
    DwellTime: durationParameter({ min: 0, max: 60_000, initial: 1000 }),
    Field: fieldParameter,
  },
  machine: objectDetection,
  read: ({ ClassFilter, ConfidenceLevel, DwellTime, Field }) => ({
    ...{ classFilter: ClassFilter, confidenceLevel: ConfidenceLevel, dwellTime: DwellTime, field: Field },
  }),
});
