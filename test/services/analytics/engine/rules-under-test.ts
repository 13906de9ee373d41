import type { EngineRule } from '../../../../services/analytics/engine/configuration.ts';
import { field } from '../../../../services/analytics/rules/field/machine.ts';
import { line } from '../../../../services/analytics/rules/line/machine.ts';
import { lineCounting } from '../../../../services/analytics/rules/line-counting/machine.ts';
import type { TopicDeclaration } from '../../../../services/events/event-message.ts';
import { pointsOf } from '../tracks.ts';
import { ruleOf, topicOf } from './engine-under-test.ts';

interface RuleUnderTest {
  readonly topics: readonly TopicDeclaration[];
  readonly rule: () => EngineRule;
}

const middle = pointsOf([0, -1], [0, 1]);

/** A line in the middle of the picture. */
export const lineOf: RuleUnderTest = {
  topics: [topicOf('tns1:RuleEngine/LineDetector/Crossed', false)],
  rule: () =>
    ruleOf('Line', 'tns1:RuleEngine/LineDetector/Crossed', line, {
      ...{ classFilter: [], direction: 'Any', segments: middle },
    }),
};

/** The left half, from a tenth on. */
export const fieldOf: RuleUnderTest = {
  topics: [topicOf('tns1:RuleEngine/FieldDetector/ObjectsInside')],
  rule: () =>
    ruleOf('Field', 'tns1:RuleEngine/FieldDetector/ObjectsInside', field, {
      ...{ classFilter: [], field: pointsOf([-0.9, -1], [0.5, -1], [0.5, 1], [-0.9, 1]) },
    }),
};

export const lineCount: RuleUnderTest = {
  topics: [topicOf('tns1:RuleEngine/CountAggregation/Counter')],
  rule: () =>
    ruleOf('Count', 'tns1:RuleEngine/CountAggregation/Counter', lineCounting, {
      ...{ classFilter: [], direction: 'Any', segments: [middle], passAllPolylines: false },
      ...{ reportTimeInterval: 0, resetTimes: [] },
    }),
};
