import { fieldParameter } from '../../parameters/elements.ts';
import { durationParameter, floatParameter } from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { objectAbandoned, objectRemoved } from './machine.ts';

function recordOf(name: string, machine: typeof objectAbandoned): RuleType {
  return ruleType({
    type: `tt:${name}`,
    mostInstances: 4,
    source: 'object',
    events: [{ topic: `tns1:RuleEngine/${name}`, property: false, data: { ObjectId: 'tt:StringList' } }],
    parameters: {
      TimeThreshold: durationParameter({ min: 5000, max: 3_600_000, initial: 30_000 }),
      Sensitivity: floatParameter({ min: 0, max: 1, initial: 0.5 }),
      Field: fieldParameter,
    },
    machine,
    read: ({ TimeThreshold, Sensitivity, Field }) => ({
      ...{ timeThreshold: TimeThreshold, sensitivity: Sensitivity, field: Field },
    }),
  });
}

/** Things that were put down (Analytics, A.8; ANA-39). */
export const objectAbandonedRule: RuleType = recordOf('ObjectAbandoned', objectAbandoned);

/** Things that were taken away (Analytics, A.9; ANA-39). */
export const objectRemovedRule: RuleType = recordOf('ObjectRemoved', objectRemoved);
