import { cellMotionDetector } from './cell-motion/record.ts';
import { fieldDetector } from './field/record.ts';
import { lineDetector } from './line/record.ts';
import { lineCountingRule } from './line-counting/record.ts';
import { loiteringDetector } from './loitering/record.ts';
import { motionRegionDetector } from './motion-region/record.ts';
import { objectDetectionRule } from './object-detection/record.ts';
import { occupancyCounting } from './occupancy/record.ts';
import type { RuleType } from './rule-type.ts';
import { objectAbandonedRule, objectRemovedRule } from './still-thing/record.ts';
import { tamperingDetection } from './tampering/record.ts';

/** Types of rules, one line each. */
export const ruleTypes: readonly RuleType[] = [
  cellMotionDetector,
  motionRegionDetector,
  lineDetector,
  fieldDetector,
  loiteringDetector,
  lineCountingRule,
  occupancyCounting,
  objectDetectionRule,
  tamperingDetection,
  objectAbandonedRule,
  objectRemovedRule,
];
